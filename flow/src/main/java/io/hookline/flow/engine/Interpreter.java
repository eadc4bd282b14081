package io.hookline.flow.engine;

import io.hookline.flow.model.Flow;

import java.util.UUID;

/** Runs flows. Shared by all executions; holds no state of any. */
public final class Interpreter {
    /** Runs an execution to its end, or until it is interrupted; recorded effects are skipped. */
    public Outcome run(UUID execution, Flow flow, TriggerInput input, Host host) {
        throw new IllegalStateException("built by the flow room");
    }
}
