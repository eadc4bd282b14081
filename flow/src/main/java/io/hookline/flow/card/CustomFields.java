package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The inputs that the author of a flow added to a card, in display order.
 *
 * @param values value by key
 */
public record CustomFields(Map<String, JsonNode> values) {
    public CustomFields {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
