package io.hookline.server.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.flopack.InvalidFlopack;
import io.hookline.server.http.Problem;

import java.util.Optional;

/** Reads the fields of a request body; what is wrong with one is a 400 that names it. */
public final class Fields {
    private static final int MAX_NAME = 255;
    private static final int MAX_DESCRIPTION = 10_000;

    private Fields() {}

    public static Problem invalid(String field, String what) {
        return Problem.badRequest(field + ": " + what).with("field", TextNode.valueOf(field));
    }

    /** The refusal of a file or document that is no flopack. */
    public static Problem refused(InvalidFlopack e) {
        return Problem.badRequest(e.getMessage()).with("field", TextNode.valueOf(e.path()));
    }

    /** A name: required, 1 to 255 characters on one line, not blank. */
    public static String name(JsonNode body, String field) {
        JsonNode name = body.path(field);
        if (!name.isTextual()
                || name.textValue().isBlank()
                || name.textValue().length() > MAX_NAME
                || !isWhole(name.textValue())
                || name.textValue().chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    field,
                    "expected a text of 1 to "
                            + MAX_NAME
                            + " characters on one line, found "
                            + shown(name)
                            + ".");
        }
        return name.textValue().strip();
    }

    /** A description; what it was before when it is left out. */
    public static String description(JsonNode body, String before) {
        return body.has("description")
                ? text(body, "description", MAX_DESCRIPTION).orElse("")
                : before;
    }

    /** Whether a database gives the text back as it is: no NUL, no half of a surrogate pair. */
    private static boolean isWhole(String text) {
        return text.codePoints()
                .noneMatch(character ->
                        character == 0 || Character.getType(character) == Character.SURROGATE);
    }

    /** A text; empty when it is left out or null. */
    public static Optional<String> text(JsonNode body, String field, int max) {
        JsonNode text = body.path(field);
        if (isAbsent(text)) {
            return Optional.empty();
        }
        if (!text.isTextual() || text.textValue().length() > max || !isWhole(text.textValue())) {
            throw invalid(
                    field,
                    "expected a text of at most "
                            + max
                            + " characters, found "
                            + shown(text)
                            + ".");
        }
        return Optional.of(text.textValue());
    }

    /** True or false; empty when it is left out or null. */
    public static Optional<Boolean> flag(JsonNode body, String field) {
        JsonNode flag = body.path(field);
        if (isAbsent(flag)) {
            return Optional.empty();
        }
        if (!flag.isBoolean()) {
            throw invalid(field, "expected true or false, found " + shown(flag) + ".");
        }
        return Optional.of(flag.booleanValue());
    }

    /**
     * The id of something that is named as {@code {id, name}}; empty when it is left out or null.
     */
    public static Optional<String> reference(JsonNode body, String field) {
        JsonNode reference = body.path(field);
        if (isAbsent(reference)) {
            return Optional.empty();
        }
        if (!(reference instanceof ObjectNode) || !reference.path("id").isTextual()) {
            throw invalid(
                    field + ".id",
                    "expected an object with an id, found " + shown(reference) + ".");
        }
        return Optional.of(reference.get("id").textValue());
    }

    public static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    public static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        String json =
                node.isContainerNode()
                        ? (node.isArray() ? "a list" : "an object")
                        : node.toString();
        return json.length() > 80 ? json.substring(0, 80) + "…" : json;
    }
}
