package io.hookline.bench;

import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.TriggerInput;
import io.hookline.flow.model.Flow;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What one card costs among others in a flow: reading inputs, the call, converting outputs,
 * reporting the step. History is not written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class CardBench {
    private static final int COPIES = 100;
    private static final UUID EXECUTION = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final TriggerInput NOTHING = TriggerInput.of(Map.of());

    @Param("string.concat")
    private String card = "";

    private final Interpreter interpreter = new Interpreter(CardFlow.CATALOG);
    private final BareHost host = new BareHost();
    private Flow flow = CardFlow.of("string.concat", 1);
    private Supplier<Object> plain = () -> "";

    @Setup
    public void prepare() {
        flow = CardFlow.of(card, COPIES);
        plain = PlainJava.of(card).orElse(plain);
        if (!(inAFlow() instanceof Outcome.Completed)) {
            throw new IllegalStateException("The example of " + card + " fails: " + inAFlow());
        }
    }

    @Benchmark
    @OperationsPerInvocation(COPIES)
    public Outcome inAFlow() {
        return interpreter.run(EXECUTION, flow, NOTHING, host);
    }

    /** The same with values of Java, and no flow around it. */
    @Benchmark
    public Object plainJava() {
        return plain.get();
    }
}
