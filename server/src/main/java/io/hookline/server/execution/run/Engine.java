package io.hookline.server.execution.run;

import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.TriggerInput;
import io.hookline.flow.model.Flow;

import java.util.UUID;

/** Runs a flow to its end or until it is interrupted: {@code interpreter::run}. */
@FunctionalInterface
public interface Engine {
    Outcome run(UUID execution, Flow flow, TriggerInput input, Host host);
}
