package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.math.BigDecimal;

/**
 * Values that are the same once they were written down and read again. Trees in memory can hold
 * more than JSON: what is missing, as the value of a key; bytes; single-precision numbers; half a
 * character in a key.
 */
public final class Plain {
    private Plain() {}

    /** The value as it would be read again; the same one when it is plain already. */
    public static JsonNode of(JsonNode value) {
        return isPlain(value) ? value : made(value);
    }

    private static boolean isPlain(JsonNode value) {
        if (value instanceof ObjectNode object) {
            for (var field : object.properties()) {
                if (!isPlain(field.getValue()) || !isWhole(field.getKey())) {
                    return false;
                }
            }
            return true;
        }
        if (value.isArray()) {
            for (JsonNode part : value) {
                if (!isPlain(part)) {
                    return false;
                }
            }
            return true;
        }
        return switch (value.getNodeType()) {
            case STRING, BOOLEAN, NULL -> true;
            case NUMBER -> !value.isFloat() && !(value.isDouble() && isEndless(value));
            case MISSING, BINARY, POJO, ARRAY, OBJECT -> false;
        };
    }

    private static boolean isWhole(String key) {
        return WholeCharacters.of(key).equals(key);
    }

    private static boolean isEndless(JsonNode number) {
        return !Double.isFinite(number.doubleValue());
    }

    private static JsonNode made(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                value.properties()
                        .forEach(field ->
                                object.set(
                                        WholeCharacters.of(field.getKey()), of(field.getValue())));
                yield object;
            }
            case ARRAY -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode(value.size());
                value.forEach(item -> list.add(of(item)));
                yield list;
            }
            case NUMBER ->
                    isEndless(value)
                            ? TextNode.valueOf(value.asText())
                            : DecimalNode.valueOf(new BigDecimal(value.asText()));
            case MISSING -> NullNode.getInstance();
            case BINARY, POJO -> TextNode.valueOf(value.asText());
            case STRING, BOOLEAN, NULL -> value;
        };
    }
}
