package io.hookline.server.execution.queue;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;

/**
 * Which flow starts one next. Flows of which few run have places of their own, and take turns with
 * the others while there is room for both. Not thread-safe.
 */
final class FlowTurns {
    private final ExecutionQueue.Limits limits;
    private final Places places;

    /** Flows that start one more in their turn. */
    private final SequencedSet<FlowQueue> others = new LinkedHashSet<>();

    /** Those of which so few run that they start one more whatever else runs. */
    private final SequencedSet<FlowQueue> firsts = new LinkedHashSet<>();

    private boolean firstsAreNext;
    private final Map<String, Integer> most = new HashMap<>();

    FlowTurns(ExecutionQueue.Limits limits, Places places) {
        this.limits = limits;
        this.places = places;
    }

    /** How many of a flow run at a time from now on; empty for as many as of any other. */
    void limit(String flow, OptionalInt atOnce) {
        if (atOnce.isPresent()) {
            most.put(flow, atOnce.getAsInt());
        } else {
            most.remove(flow);
        }
    }

    /** Gives a flow its turn after the others, when it has something to start. */
    void lineUp(FlowQueue flow) {
        if (!mayStart(flow)) {
            return;
        }
        if (flow.running() < limits.first()) {
            others.remove(flow);
            firsts.add(flow);
        } else if (!firsts.contains(flow)) {
            others.add(flow);
        }
    }

    /** Takes the turn of the next flow that has one to start, while there is a place. */
    Optional<FlowQueue> next() {
        while (true) {
            Optional<SequencedSet<FlowQueue>> line = line();
            if (line.isEmpty()) {
                return Optional.empty();
            }
            firstsAreNext = line.get() == others;
            FlowQueue flow = line.get().removeFirst();
            if (mayStart(flow)) {
                return Optional.of(flow);
            }
        }
    }

    /** The flows of whom one may start now. */
    private Optional<SequencedSet<FlowQueue>> line() {
        boolean other = !others.isEmpty() && places.hasRoom();
        boolean first = !firsts.isEmpty() && places.hasRoomForFirst();
        if (first && (firstsAreNext || !other)) {
            return Optional.of(firsts);
        }
        return other ? Optional.of(others) : Optional.empty();
    }

    private boolean mayStart(FlowQueue flow) {
        int own = most.getOrDefault(flow.flow(), limits.runningPerFlow());
        return flow.held() > 0 && flow.running() < Math.min(own, limits.runningPerFlow());
    }
}
