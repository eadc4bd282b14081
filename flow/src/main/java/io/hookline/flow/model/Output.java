package io.hookline.flow.model;

import io.hookline.flow.value.ValueType;

import java.util.List;

/**
 * An output as one card of one flow has it.
 *
 * @param id unique in the flow
 * @param group its group, empty when none
 * @param key the key that the card gives it
 * @param type its declared type
 * @param slot its number in the flow, counted from 0
 * @param path keys into the source object, on generated cards that take a part of one
 * @param used whether a link leads out of it
 * @param hidden whether the editor made it, to pass a value into a nested flow
 */
public record Output(
        String id,
        String group,
        String key,
        ValueType type,
        int slot,
        List<String> path,
        boolean used,
        boolean hidden) {

    public Output {
        path = List.copyOf(path);
    }

    /** Whether it is this field for a card. */
    public boolean is(String otherGroup, String otherKey) {
        return key.equals(otherKey) && group.equals(otherGroup);
    }
}
