package io.hookline.flow.engine;

import io.hookline.flow.model.Flow;

import java.util.UUID;

/** One execution while it runs: its host and what its frames share. */
final class Run {
    final UUID id;
    final Flow flow;
    final Host host;
    final Journal journal;
    final Steps steps;
    final boolean savesData;
    final int depth;
    final Budget budget;
    final Effects effects;

    /** The uuid of the card that failed last, for the error object of If Error. */
    String failedCard = "";

    Run(UUID id, Flow flow, Host host, int depth, Budget budget) {
        this.id = id;
        this.flow = flow;
        this.host = host;
        this.journal = host.journal();
        this.steps = host.steps();
        this.savesData = steps.savesData();
        this.depth = depth;
        this.budget = budget;
        this.effects = new Effects(this);
    }
}
