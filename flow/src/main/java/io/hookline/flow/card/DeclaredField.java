package io.hookline.flow.card;

import io.hookline.flow.value.ValueType;

/**
 * A field as one flow declares it on one of its cards.
 *
 * @param group the group, empty when none
 * @param key the key that the card sees
 * @param type its declared type
 */
public record DeclaredField(String group, String key, ValueType type) {}
