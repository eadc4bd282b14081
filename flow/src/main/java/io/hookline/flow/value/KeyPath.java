package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import java.util.List;

/** Looks up values by dotted path: keys of objects, whole numbers for places in lists. */
public final class KeyPath {
    private KeyPath() {}

    /**
     * The value at a dotted path, null when any part is missing. A key that holds the dots itself
     * wins.
     */
    public static JsonNode get(JsonNode from, String path) {
        JsonNode value = find(from, path);
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    /** As {@link #get(JsonNode, String)}, but a missing node when any part is missing. */
    public static JsonNode find(JsonNode from, String path) {
        JsonNode whole = step(from, path);
        if (!whole.isMissingNode()) {
            return whole;
        }
        JsonNode value = from;
        int start = 0;
        while (true) {
            int dot = path.indexOf('.', start);
            value = step(value, path.substring(start, dot < 0 ? path.length() : dot));
            if (dot < 0 || value.isMissingNode()) {
                return value;
            }
            start = dot + 1;
        }
    }

    /** The value at a path given key by key, null when any part is missing. */
    public static JsonNode get(JsonNode from, List<String> keys) {
        JsonNode value = from;
        for (String key : keys) {
            value = step(value, key);
        }
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    private static JsonNode step(JsonNode from, String key) {
        if (from.isArray()) {
            int index = index(key);
            return index < 0 ? from.path(key) : from.path(index);
        }
        return from.path(key);
    }

    private static int index(String key) {
        int index = 0;
        if (key.isEmpty() || key.length() > 8) {
            return -1;
        }
        for (int i = 0; i < key.length(); i++) {
            char digit = key.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            index = index * 10 + digit - '0';
        }
        return index;
    }
}
