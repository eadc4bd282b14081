package io.hookline.server;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Effect;
import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.engine.Limits;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.TriggerInput;
import io.hookline.flow.engine.ValueMemory;
import io.hookline.flow.model.Flow;
import io.hookline.server.studio.connector.LoadedConnectors;

import java.util.Optional;
import java.util.UUID;

/**
 * The interpreter with the cards there are now. When those change another one takes its place for
 * whatever begins or goes on from then; what runs keeps the one it began with.
 */
final class CurrentInterpreter {
    private volatile Interpreter current;

    CurrentInterpreter(LoadedConnectors connectors, Limits limits, ValueMemory memory) {
        current = new Interpreter(connectors.cards(), limits, memory);
        connectors.onChange(cards -> current = new Interpreter(cards, limits, memory));
    }

    Interpreter get() {
        return current;
    }

    Outcome run(UUID execution, Flow flow, TriggerInput input, Host host) {
        return current.run(execution, flow, input, host);
    }

    Optional<Effect> effect(String id, JsonNode inputs) {
        return current.effect(id, inputs);
    }
}
