package io.hookline.server.mirror;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The same content is the same text: members in the order of their names, a line for each value.
 */
final class Stable {
    private Stable() {}

    /** The text of a file. */
    static String text(JsonNode content) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        try {
            return Json.MAPPER.writer(printer).writeValueAsString(sorted(content)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON of a server can be written again.", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode sorted = Json.object();
            TreeMap<String, JsonNode> members = new TreeMap<>();
            object.properties().forEach(one -> members.put(one.getKey(), sorted(one.getValue())));
            sorted.setAll(members);
            return sorted;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode sorted = Json.MAPPER.createArrayNode();
            list.forEach(item -> sorted.add(sorted(item)));
            return sorted;
        }
        return node;
    }

    /** The same with every text replaced. */
    static JsonNode mapped(JsonNode node, UnaryOperator<String> texts) {
        if (node instanceof ObjectNode object) {
            ObjectNode mapped = Json.object();
            object.properties()
                    .forEach(one -> mapped.set(one.getKey(), mapped(one.getValue(), texts)));
            return mapped;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode mapped = Json.MAPPER.createArrayNode();
            list.forEach(item -> mapped.add(mapped(item, texts)));
            return mapped;
        }
        return node.isTextual() ? Json.object().textNode(texts.apply(node.asText())) : node;
    }
}
