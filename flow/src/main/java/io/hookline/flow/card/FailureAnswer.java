package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the other system answered when a call failed, as error handlers see it.
 *
 * @param status HTTP status
 * @param headers by lower-case name, repeated ones joined by commas
 * @param body JSON where it is JSON, else text; only its beginning when it is long
 */
public record FailureAnswer(int status, ObjectNode headers, JsonNode body) {
    private static final int LONGEST_BODY = 64 * 1024;
    private static final int LONGEST_HEADER = 4 * 1024;
    private static final int MOST_HEADERS = 100;

    /** Headers whose values open doors. */
    private static final List<String> SECRET = List.of("cookie", "authorization");

    private static final String MASK = "***";

    /**
     * Within bounds, and without the values of headers that hold secrets.
     *
     * @param headers name and value, in the order in which they came
     */
    public static FailureAnswer of(
            int status, List<Map.Entry<String, String>> headers, String body) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (named.size() < MOST_HEADERS || named.has(name)) {
                named.put(name, cut(joined(named, name, value(name, header)), LONGEST_HEADER));
            }
        }
        return new FailureAnswer(status, named, body(body));
    }

    private static String value(String name, Map.Entry<String, String> header) {
        return SECRET.stream().anyMatch(name::contains) ? MASK : header.getValue();
    }

    private static String joined(ObjectNode named, String name, String value) {
        return named.has(name) ? named.get(name).textValue() + ", " + value : value;
    }

    private static JsonNode body(String body) {
        if (body.length() <= LONGEST_BODY && !body.isBlank()) {
            try {
                return JsonText.read(body);
            } catch (TypeMismatch text) {
                return TextNode.valueOf(body);
            }
        }
        return TextNode.valueOf(cut(body, LONGEST_BODY));
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
