package io.hookline.flow.card;

import io.hookline.flow.value.ValueType;

/**
 * An input or output as a card declares it.
 *
 * @param group the group in the file, empty when none
 * @param key the key in the file
 * @param label what people call it
 * @param help what it is
 * @param type its type
 * @param required whether an input must not be blank
 */
public record FieldDefinition(
        String group, String key, String label, String help, ValueType type, boolean required) {}
