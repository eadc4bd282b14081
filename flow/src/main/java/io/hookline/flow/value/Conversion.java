package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.value.ValueType.Kind;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/**
 * Turns any value into a declared type ({@code docs/reference/engine.md#conversions}). What has the
 * type already is returned as it is, so that passing a value on costs nothing.
 */
public final class Conversion {
    private static final TextNode BLANK = TextNode.valueOf("");

    private Conversion() {}

    /**
     * The value as the declared type; null becomes the type's empty value, where it has one.
     *
     * @throws TypeMismatch when it cannot be
     */
    public static JsonNode convert(JsonNode value, ValueType type) {
        if (type.kind() == Kind.ANY) {
            return type.list()
                    ? list(value, type)
                    : value.isMissingNode() ? NullNode.getInstance() : value;
        }
        return type.list() ? list(value, type) : single(value, type.kind());
    }

    /**
     * The value as the declared type, for places that pass values on: where Object is declared, a
     * text that spells none stays a text. Flows read a part of a text as Object and turn it into
     * text again; a card that needs the object refuses it.
     *
     * @throws TypeMismatch when it cannot be
     */
    public static JsonNode pass(JsonNode value, ValueType type) {
        if (!type.list() && type.kind() == Kind.OBJECT && value.isTextual()) {
            try {
                return object(value, JsonText::read);
            } catch (TypeMismatch spellsNone) {
                return value;
            }
        }
        return convert(value, type);
    }

    /** Whether a value counts as not given: null, empty text, empty object, empty list. */
    public static boolean isBlank(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || value.isTextual() && value.textValue().isEmpty()
                || value.isContainerNode() && value.isEmpty();
    }

    private static JsonNode single(JsonNode value, Kind kind) {
        return switch (kind) {
            case TEXT -> value.isTextual() ? value : text(value);
            case NUMBER -> value.isNumber() ? value : number(value);
            case BOOLEAN -> value.isBoolean() ? value : bool(value);
            case DATE -> date(value);
            case OBJECT ->
                    value.isContainerNode() ? value : object(value, FormText::readJsonOrForm);
            case FILE, FLOW, FOLDER, ANY -> value.isMissingNode() ? NullNode.getInstance() : value;
        };
    }

    private static JsonNode text(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> BLANK;
            case NUMBER -> TextNode.valueOf(Numbers.text(value));
            case OBJECT, ARRAY -> TextNode.valueOf(JsonText.write(value));
            default -> TextNode.valueOf(value.asText());
        };
    }

    private static JsonNode number(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> NullNode.getInstance();
            case BOOLEAN -> IntNode.valueOf(value.booleanValue() ? 1 : 0);
            case STRING -> {
                String text = value.textValue();
                if (text.isBlank()) {
                    yield NullNode.getInstance();
                }
                yield Numbers.parse(text)
                        .map(Numbers::node)
                        .orElseThrow(() -> mismatch(value, Kind.NUMBER));
            }
            default -> throw mismatch(value, Kind.NUMBER);
        };
    }

    private static JsonNode bool(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> BooleanNode.FALSE;
            case NUMBER -> BooleanNode.valueOf(Numbers.decimal(value).signum() != 0);
            case STRING ->
                    switch (value.textValue().strip().toLowerCase(Locale.ROOT)) {
                        case "true" -> BooleanNode.TRUE;
                        case "false", "" -> BooleanNode.FALSE;
                        default -> throw mismatch(value, Kind.BOOLEAN);
                    };
            default -> throw mismatch(value, Kind.BOOLEAN);
        };
    }

    private static JsonNode date(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> NullNode.getInstance();
            case NUMBER -> {
                try {
                    Instant instant = Instant.ofEpochMilli(Numbers.decimal(value).longValue());
                    yield TextNode.valueOf(Dates.text(instant));
                } catch (DateTimeException outOfRange) {
                    throw mismatch(value, Kind.DATE);
                }
            }
            case STRING -> {
                String text = value.textValue();
                if (text.isBlank()) {
                    yield NullNode.getInstance();
                }
                if (isNormalDate(text)) {
                    yield value;
                }
                yield TextNode.valueOf(
                        Dates.parse(text)
                                .map(Dates::text)
                                .orElseThrow(() -> mismatch(value, Kind.DATE)));
            }
            default -> throw mismatch(value, Kind.DATE);
        };
    }

    private static boolean isNormalDate(String text) {
        return text.length() == 24
                && text.charAt(10) == 'T'
                && text.charAt(19) == '.'
                && text.charAt(23) == 'Z'
                && Dates.parse(text).isPresent();
    }

    /**
     * A list passes as an object: flows declare the answer of a list call as object and wrap it
     * later.
     */
    private static JsonNode object(JsonNode value, Function<String, JsonNode> read) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> JsonNodeFactory.instance.objectNode();
            case STRING -> {
                if (value.textValue().isBlank()) {
                    yield JsonNodeFactory.instance.objectNode();
                }
                JsonNode parsed = read.apply(value.textValue());
                if (parsed.isNull()) {
                    yield JsonNodeFactory.instance.objectNode();
                }
                if (!parsed.isContainerNode()) {
                    throw mismatch(value, Kind.OBJECT);
                }
                yield parsed;
            }
            default -> throw mismatch(value, Kind.OBJECT);
        };
    }

    private static JsonNode list(JsonNode value, ValueType type) {
        if (value.isArray()) {
            return items((ArrayNode) value, type.kind());
        }
        if (isBlank(value) && !value.isObject()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        if (value.isTextual()
                && JsonText.withoutMark(value.textValue()).stripLeading().startsWith("[")) {
            try {
                if (JsonText.read(value.textValue()) instanceof ArrayNode list) {
                    return items(list, type.kind());
                }
            } catch (TypeMismatch justText) {
                // a text that begins with a bracket: one item
            }
        }
        return items(JsonNodeFactory.instance.arrayNode(1).add(value), type.kind());
    }

    /**
     * Items of the wrong kind are converted; null stays null in its place, and a list declared as
     * objects takes anything, since that is what an undecided author leaves.
     */
    private static ArrayNode items(ArrayNode list, Kind kind) {
        if (kind == Kind.OBJECT || kind == Kind.ANY || kind == Kind.FILE) {
            return list;
        }
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            if (!item.isNull() && single(item, kind) != item) {
                return converted(list, kind);
            }
        }
        return list;
    }

    private static ArrayNode converted(ArrayNode list, Kind kind) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode(list.size());
        for (JsonNode item : list) {
            result.add(item.isNull() ? item : single(item, kind));
        }
        return result;
    }

    private static TypeMismatch mismatch(JsonNode value, Kind kind) {
        return new TypeMismatch(describe(value) + " cannot be turned into " + kind.label());
    }

    /** A value by kind and size, for messages. */
    public static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> "nothing";
            case STRING -> "a text of " + value.textValue().length() + " characters";
            case NUMBER -> "a number";
            case BOOLEAN -> "a true/false value";
            case OBJECT, POJO -> "an object of " + value.size() + " keys";
            case ARRAY -> "a list of " + value.size() + " items";
            case BINARY -> "a file";
        };
    }
}
