package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.model.Flow;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** One execution while it runs: its host and what its frames share. */
final class Run {
    private static final String COMPUTED = "computedMillis";

    final UUID id;
    final Flow flow;
    final Host host;
    final Journal journal;
    final Steps steps;
    final boolean savesData;
    final int depth;
    final Budget budget;
    final Effects effects;
    final Root root;

    /** What is saved of the frames of this execution while it is suspended, innermost first. */
    final Map<String, Journal.Entry> frames = new LinkedHashMap<>();

    /** The uuid of the card that failed last, for the error object of If Error. */
    String failedCard = "";

    Run(UUID id, Flow flow, Host host, int depth, Budget budget, Root root) {
        this.id = id;
        this.flow = flow;
        this.host = host;
        this.journal = host.journal();
        this.steps = host.steps();
        this.savesData = steps.savesData();
        this.depth = depth;
        this.budget = budget;
        this.root = root;
        this.effects = new Effects(this);
    }

    /** The card at which a saved frame stands. */
    int stateCard(Journal.Entry state) {
        return state.value().path("card").asInt();
    }

    /** Counts continue after a wait. */
    void saveCounts(Journal.Entry state) {
        ((ObjectNode) state.value())
                .put("steps", budget.steps())
                .put(COMPUTED, Turn.used().toMillis());
    }

    void restoreCounts(Journal.Entry state) {
        if (depth == 0) {
            budget.resumeAt(state.value().path("steps").asInt());
            Turn.resumeAt(Duration.ofMillis(state.value().path(COMPUTED).asLong()));
        }
    }
}
