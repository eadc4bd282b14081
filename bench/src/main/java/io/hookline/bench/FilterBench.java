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

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What it costs to ask one hook's filter about one event. */
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

    @Setup
    public void prepare() throws IOException {
        filter = HookFilter.parse(expression);
        event = new ObjectMapper().readTree(Bodies.event().replace(Shot.NUMBER, "00000001"));
    }

    @Benchmark
    public boolean evaluate() {
        return filter.matches(event);
    }

    @Benchmark
    public HookFilter parse() {
        return HookFilter.parse(expression);
    }
}
