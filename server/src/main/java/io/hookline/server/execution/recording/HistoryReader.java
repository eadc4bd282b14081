package io.hookline.server.execution.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.model.StoredJson;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Reads a record back. */
public final class HistoryReader {
    private final Map<Integer, JsonNode> shared = new HashMap<>();

    private HistoryReader() {}

    /** An object with {@code trigger} and {@code steps}, as they were written. */
    public static ObjectNode read(byte[] record) {
        try {
            JsonNode stored = StoredJson.MAPPER.readTree(Compression.expand(record));
            return (ObjectNode) new HistoryReader().resolve(stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode resolve(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode resolved = StoredJson.MAPPER.createArrayNode();
            for (JsonNode item : array) {
                resolved.add(resolve(item));
            }
            return resolved;
        }
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        JsonNode mark = object.get(String.valueOf(HistoryFormat.SHARED));
        if (mark != null && mark.isNumber()) {
            return shared.get(mark.intValue());
        }
        if (mark != null) {
            JsonNode value = resolve(mark.get(1));
            shared.put(mark.get(0).intValue(), value);
            return value;
        }
        ObjectNode resolved = StoredJson.MAPPER.createObjectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String name = field.getKey();
            boolean escaped = !name.isEmpty() && name.charAt(0) == HistoryFormat.SHARED;
            resolved.set(escaped ? name.substring(1) : name, resolve(field.getValue()));
        }
        return resolved;
    }
}
