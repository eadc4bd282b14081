package io.hookline.server.execution.run;

import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Status;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many executions ended how since the start, in all and of each flow. */
public final class EndCounts {
    private final Map<Status, LongAdder> ended = new ConcurrentHashMap<>();
    private final Map<String, OfFlow> flows = new ConcurrentHashMap<>();

    private record OfFlow(LongAdder all, LongAdder failed) {}

    /**
     * The executions of a flow that ended.
     *
     * @param all those that failed included
     */
    public record Ends(long all, long failed) {}

    void add(Head head, Status status) {
        ended.computeIfAbsent(status, each -> new LongAdder()).increment();
        OfFlow flow =
                flows.computeIfAbsent(
                        head.flow().id(), id -> new OfFlow(new LongAdder(), new LongAdder()));
        flow.all().increment();
        if (status == Status.FAILURE) {
            flow.failed().increment();
        }
    }

    Map<Status, Long> ended() {
        Map<Status, Long> counts = new EnumMap<>(Status.class);
        ended.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /** By the id of the flow. */
    Map<String, Ends> byFlow() {
        Map<String, Ends> counts = new HashMap<>();
        flows.forEach(
                (id, flow) -> counts.put(id, new Ends(flow.all().sum(), flow.failed().sum())));
        return counts;
    }
}
