package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A path into an event, for example {@code target.displayName} or {@code target.0.displayName}.
 *
 * @param segments names of fields, or positions in a list
 */
public record Attribute(List<String> segments) {
    public Attribute {
        segments = List.copyOf(segments);
    }

    /** The path as it is written. */
    public String path() {
        return String.join(".", segments);
    }

    /** The path without positions: where an index has the values. */
    String pathWithoutPositions() {
        return segments.stream()
                .filter(segment -> !isPosition(segment))
                .collect(Collectors.joining("."));
    }

    static boolean isPosition(String segment) {
        return !segment.isEmpty()
                && segment.length() <= 4
                && segment.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether any value at the path satisfies the test; a list is asked element by element. */
    boolean any(JsonNode event, Predicate<JsonNode> test) {
        return any(event, 0, test);
    }

    private boolean any(JsonNode node, int depth, Predicate<JsonNode> test) {
        if (node.isArray()) {
            if (depth < segments.size() && isPosition(segments.get(depth))) {
                JsonNode element = node.get(Integer.parseInt(segments.get(depth)));
                return element != null && any(element, depth + 1, test);
            }
            for (int i = 0; i < node.size(); i++) {
                if (any(node.get(i), depth, test)) {
                    return true;
                }
            }
            return false;
        }
        if (depth == segments.size()) {
            return test.test(node);
        }
        JsonNode field = node.get(segments.get(depth));
        return field != null && any(field, depth + 1, test);
    }
}
