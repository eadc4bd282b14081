package io.hookline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.hookline.filter.HookFilter;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The cost of one evaluation of a hook filter, compared with Spring's SpEL. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FilterBench {
    @Param({
        Bodies.FILTER,
        "event.target.?[type eq 'User' && displayName eq 'Bench Person'].size() > 0",
        "event.target.?[type eq 'UserGroup'].size() > 0 && event.target.?[displayName eq"
                + " 'Sales'].size() > 0",
        "event.actor?.id != null && event.outcome.reason matches 'FastPass .* attempt'"
    })
    private String expression = "";

    private HookFilter filter = HookFilter.parse("true");
    private JsonNode event = new ObjectMapper().missingNode();

    /** The same by the library whose language this is, the event as the maps that it can read. */
    private Expression spring = new SpelExpressionParser().parseExpression("true");

    private EvaluationContext maps =
            SimpleEvaluationContext.forPropertyAccessors(new MapMembers())
                    .withInstanceMethods()
                    .build();
    private Map<String, Object> root = Map.of();

    @Setup
    public void prepare() throws IOException {
        filter = HookFilter.parse(expression);
        event =
                new ObjectMapper()
                        .readTree(Bodies.event().replace(RequestTemplate.NUMBER, "00000001"));
        spring = new SpelExpressionParser().parseExpression(expression);
        root = Map.of("event", new ObjectMapper().convertValue(event, Map.class));
        if (evaluate() != evaluateSpring()) {
            throw new IllegalStateException("Both must agree on " + expression);
        }
    }

    @Benchmark
    public boolean evaluate() {
        return filter.matches(event);
    }

    @Benchmark
    public boolean evaluateSpring() {
        return Boolean.TRUE.equals(spring.getValue(maps, root, Boolean.class));
    }

    @Benchmark
    public HookFilter parse() {
        return HookFilter.parse(expression);
    }

    /** Reads a member of a map; one that is absent is null, as in an event. */
    private static final class MapMembers implements PropertyAccessor {
        @Override
        public Class<?>[] getSpecificTargetClasses() {
            return new Class<?>[] {Map.class};
        }

        @Override
        public boolean canRead(EvaluationContext context, Object target, String name) {
            return target instanceof Map;
        }

        @Override
        public TypedValue read(EvaluationContext context, Object target, String name) {
            return new TypedValue(((Map<?, ?>) target).get(name));
        }

        @Override
        public boolean canWrite(EvaluationContext context, Object target, String name) {
            return false;
        }

        @Override
        public void write(EvaluationContext context, Object target, String name, Object newValue) {
            throw new UnsupportedOperationException("Events are only read");
        }
    }
}
