package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Iterator;
import java.util.Map;

/** How deep values may nest, so that code that walks, writes or reads them can rely on it. */
public final class Nesting {
    /** Lists and objects in each other, the outermost included. */
    public static final int DEEPEST = 500;

    private static final int SHOWN = 5;

    private Nesting() {}

    /** Whether a value nests deeper than values may. */
    public static boolean isTooDeep(JsonNode value) {
        return isDeeper(value, DEEPEST);
    }

    private static boolean isDeeper(JsonNode value, int most) {
        if (!value.isContainerNode() || value.isEmpty()) {
            return value.isContainerNode() && most == 0;
        }
        if (most == 0) {
            return true;
        }
        for (JsonNode part : value) {
            if (isDeeper(part, most - 1)) {
                return true;
            }
        }
        return false;
    }

    /** The first keys on the way to where a value is too deep, for people. */
    public static String beginning(JsonNode value) {
        StringBuilder path = new StringBuilder();
        JsonNode at = value;
        for (int level = 1; level <= SHOWN; level++) {
            at = step(at, DEEPEST - level, path);
        }
        return path.append('…').toString();
    }

    private static JsonNode step(JsonNode value, int most, StringBuilder path) {
        Iterator<Map.Entry<String, JsonNode>> fields = value.fields();
        for (int i = 0; i < value.size(); i++) {
            Map.Entry<String, JsonNode> field =
                    value.isObject() ? fields.next() : Map.entry(Integer.toString(i), value.get(i));
            if (isDeeper(field.getValue(), most)) {
                path.append(field.getKey()).append('.');
                return field.getValue();
            }
        }
        return value;
    }
}
