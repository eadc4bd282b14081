package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.Map;

/**
 * What a flow passes to a helper; plain data, so that it can wait in a queue.
 *
 * @param fields value by key
 * @param context what the engine adds: {@code index}, {@code parent}, {@code error}
 */
public record HelperInput(Map<String, JsonNode> fields, Map<String, JsonNode> context)
        implements TriggerInput {
    public HelperInput {
        fields = Map.copyOf(fields);
        context = Map.copyOf(context);
    }

    @Override
    public JsonNode value(String group, String key) {
        return switch (group) {
            case "" -> fields.getOrDefault(key, MissingNode.getInstance());
            case "context" -> context.getOrDefault(key, MissingNode.getInstance());
            default -> MissingNode.getInstance();
        };
    }
}
