package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value lies in another, as an input that takes a path was given it: a text whose dots part
 * keys, or a list of keys as they stand.
 *
 * @param given the text or the list
 */
public record ValuePath(JsonNode given) {
    /**
     * The path that a text or a list of texts is.
     *
     * @throws TypeMismatch when an item is neither a text nor a number
     */
    public static ValuePath of(JsonNode value) {
        if (!value.isArray()) {
            return new ValuePath(Conversion.convert(value, ValueType.TEXT));
        }
        for (JsonNode key : value) {
            if (!key.isTextual() && !key.isNumber()) {
                throw new TypeMismatch(
                        "a path of keys holds "
                                + Conversion.describe(key)
                                + ", expected a text for each key");
            }
        }
        return new ValuePath(value);
    }

    /** The value there; null when it is missing. */
    public JsonNode in(JsonNode from) {
        if (!given.isArray()) {
            return KeyPath.get(from, given.textValue());
        }
        List<String> keys = new ArrayList<>(given.size());
        given.forEach(key -> keys.add(Conversion.convert(key, ValueType.TEXT).textValue()));
        return KeyPath.get(from, keys);
    }
}
