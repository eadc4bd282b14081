package io.hookline.flow.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.value.ValueType;

import java.util.List;
import java.util.Optional;

/**
 * An input as one card of one flow has it.
 *
 * @param id unique in the flow
 * @param group its group, empty when none
 * @param key the key that the card sees
 * @param label what people call it
 * @param type its declared type
 * @param required whether it must not be blank
 * @param literal what the author typed in; null when nothing
 * @param pins links into it: at most one, at a join one from each path
 * @param proxy where a loop takes it from
 * @param forError whether it belongs to the card's error policy
 * @param hidden whether the editor made it, to pass a value into a nested flow
 * @param body the nested flow that it holds
 */
public record Input(
        String id,
        String group,
        String key,
        String label,
        ValueType type,
        boolean required,
        JsonNode literal,
        List<Pin> pins,
        Optional<Proxy> proxy,
        boolean forError,
        boolean hidden,
        Optional<Flow> body) {

    public Input {
        pins = List.copyOf(pins);
    }

    /** What the author typed in, where that is the value of every run; null when nothing. */
    Optional<JsonNode> typedIn() {
        return pins.isEmpty() && proxy.isEmpty() ? Optional.of(literal) : Optional.empty();
    }

    /** Whether it is this field for a card. */
    public boolean is(String otherGroup, String otherKey) {
        return key.equals(otherKey) && group.equals(otherGroup);
    }
}
