package io.hookline.server.execution.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.engine.Child;
import io.hookline.flow.engine.Step;
import io.hookline.flow.model.Flow;
import io.hookline.flow.value.Weight;
import io.hookline.server.execution.masking.Masker;
import io.hookline.server.execution.model.Head.FlowVersion;
import io.hookline.server.execution.model.Head.Parent;
import io.hookline.server.execution.recording.HistoryWriter;
import io.hookline.server.memory.MemoryLimits;
import io.hookline.server.studio.flow.PublishedFlow;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The steps of a rehearsal and of the helpers that it calls. */
public final class RanSteps {
    /** So many are kept of all its executions together. */
    static final int MOST = 2_000;

    /** What the values of all steps may take in memory, a value in several counted with each. */
    private static final long MOST_BYTES = MemoryLimits.oneExecution() / 4;

    private final Map<UUID, Began> executions = new LinkedHashMap<>();
    private final Map<Flow, FlowVersion> flows = new IdentityHashMap<>();
    private int count;
    private long bytes;

    RanSteps(UUID root, PublishedFlow flow) {
        knows(flow);
        executions.put(root, new Began(version(flow.flow()), Optional.empty()));
    }

    /**
     * An execution of it.
     *
     * @param parent the caller of a helper; empty for the flow itself
     * @param steps as a history keeps them
     */
    public record Execution(
            UUID id, FlowVersion flow, Optional<Parent> parent, List<JsonNode> steps) {}

    private record Began(FlowVersion flow, Optional<Parent> parent, Map<String, Step> steps) {
        Began(FlowVersion flow, Optional<Parent> parent) {
            this(flow, parent, new LinkedHashMap<>());
        }
    }

    private FlowVersion version(Flow flow) {
        return flows.getOrDefault(flow, new FlowVersion(flow.id(), flow.name(), 0));
    }

    synchronized void knows(PublishedFlow flow) {
        flows.put(flow.flow(), new FlowVersion(flow.id(), flow.name(), flow.version()));
    }

    synchronized void begun(UUID parent, Child child) {
        executions.computeIfAbsent(
                child.id(),
                id ->
                        new Began(
                                version(child.flow()),
                                Optional.of(new Parent(parent, child.path()))));
    }

    /** A resumed execution reports its last cards again; the last report counts. */
    synchronized void ended(UUID execution, Step step) {
        Began began = executions.get(execution);
        if (began != null && began.steps().put(step.path() + " " + step.attempt(), step) == null) {
            count++;
            bytes += Weight.of(step.inputs()) + Weight.of(step.outputs());
        }
    }

    synchronized boolean isFull() {
        return count >= MOST || bytes > MOST_BYTES;
    }

    synchronized List<Execution> executions(Masker masker) {
        List<Execution> all = new ArrayList<>();
        executions.forEach((id, began) ->
                all.add(
                        new Execution(
                                id,
                                began.flow(),
                                began.parent(),
                                HistoryWriter.shown(masker, List.copyOf(began.steps().values())))));
        return all;
    }
}
