package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.hookline.connectors.rest.RestReply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A place in an answer: {@code user.login}, {@code items.0.id}, {@code labels.*.name} for a list of
 * names, or a JSON Pointer such as {@code /@odata.nextLink} where a key has a dot. {@code $} is the
 * whole body, {@code $status} the status, {@code $headers.etag} a header.
 */
record AnswerPath(Root root, List<String> keys) {
    private static final int LONGEST = 300;
    private static final String EACH = "*";

    enum Root {
        BODY,
        STATUS,
        HEADERS
    }

    AnswerPath {
        keys = List.copyOf(keys);
    }

    /** The whole body. */
    static final AnswerPath BODY = new AnswerPath(Root.BODY, List.of());

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException in a sentence when the text is none
     */
    static AnswerPath of(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a path into the answer has 1 to " + LONGEST + " characters");
        }
        if (text.startsWith("/")) {
            return new AnswerPath(
                    Root.BODY,
                    Arrays.stream(text.substring(1).split("/", -1))
                            .map(key -> key.replace("~1", "/").replace("~0", "~"))
                            .toList());
        }
        if (!text.startsWith("$")) {
            return new AnswerPath(Root.BODY, keys(text, text));
        }
        int dot = text.indexOf('.');
        String root = dot < 0 ? text : text.substring(0, dot);
        List<String> keys = dot < 0 ? List.of() : keys(text.substring(dot + 1), text);
        return switch (root) {
            case "$" -> new AnswerPath(Root.BODY, keys);
            case "$status" -> new AnswerPath(Root.STATUS, List.of());
            case "$headers" ->
                    new AnswerPath(
                            Root.HEADERS,
                            keys.isEmpty()
                                    ? keys
                                    : List.of(String.join(".", keys).toLowerCase(Locale.ROOT)));
            default ->
                    throw new IllegalArgumentException(
                            "\""
                                    + Members.shown(text)
                                    + "\" begins with "
                                    + Members.shown(root)
                                    + "; expected $ for the whole body, $status or $headers.NAME");
        };
    }

    private static List<String> keys(String text, String whole) {
        List<String> keys = Arrays.asList(text.split("\\.", -1));
        if (keys.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "\""
                            + Members.shown(whole)
                            + "\" is no path into the answer; expected keys divided by dots, such"
                            + " as user.login, or a JSON Pointer such as /user/login");
        }
        return keys;
    }

    /** What stands there; missing when nothing does. */
    JsonNode of(RestReply reply) {
        return switch (root) {
            case BODY -> of(reply.body());
            case STATUS -> IntNode.valueOf(reply.status());
            case HEADERS ->
                    keys.isEmpty() ? reply.headers() : reply.headers().path(keys.getFirst());
        };
    }

    /** What stands there in a body, or in one record of a list. */
    JsonNode of(JsonNode body) {
        return at(body, keys);
    }

    /** Whether two values are the same; numbers are, however they are written. */
    static boolean isSame(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    private static JsonNode at(JsonNode from, List<String> keys) {
        JsonNode there = from;
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            if (key.equals(EACH) && there.isArray()) {
                return each((ArrayNode) there, keys.subList(i + 1, keys.size()));
            }
            there = there.isArray() ? item(there, key) : there.path(key);
        }
        return there;
    }

    private static JsonNode each(ArrayNode list, List<String> keys) {
        List<JsonNode> found = new ArrayList<>();
        list.forEach(item -> {
            JsonNode there = at(item, keys);
            if (!there.isMissingNode()) {
                found.add(there);
            }
        });
        return JsonNodeFactory.instance.arrayNode().addAll(found);
    }

    private static JsonNode item(JsonNode list, String key) {
        return key.matches("[0-9]{1,6}")
                ? list.path(Integer.parseInt(key))
                : MissingNode.getInstance();
    }

    @Override
    public String toString() {
        String path = String.join(".", keys);
        return switch (root) {
            case BODY -> path.isEmpty() ? "the body" : path;
            case STATUS -> "the status";
            case HEADERS -> "the header " + path;
        };
    }
}
