package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.Map;

/** The beginning of a value: fields and items as long as there is room, texts cut. */
final class Excerpt {
    private int room;

    private Excerpt(int room) {
        this.room = room;
    }

    /** About as many characters of the value. */
    static JsonNode of(JsonNode value, int characters) {
        return new Excerpt(characters).of(value);
    }

    private JsonNode of(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                room -= 4 + field.getKey().length();
                if (room <= 0) {
                    break;
                }
                kept.set(field.getKey(), of(field.getValue()));
            }
            return kept;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : array) {
                room -= 2;
                if (room <= 0) {
                    break;
                }
                kept.add(of(item));
            }
            return kept;
        }
        if (node instanceof TextNode text) {
            return cut(text);
        }
        room -= 8;
        return node;
    }

    private TextNode cut(TextNode node) {
        String text = node.textValue();
        if (text.length() <= room) {
            room -= 2 + text.length();
            return node;
        }
        int end = Math.max(0, room);
        end -= end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
        room = 0;
        return TextNode.valueOf(text.substring(0, end) + "…");
    }
}
