package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.Optional;

/**
 * A conversion that a link carries ({@code docs/reference/flopack.md#links}).
 *
 * @param convert what is done
 * @param forceWrap whether the result becomes a list, as everywhere where a list is declared
 */
public record Transform(Convert convert, boolean forceWrap) {
    private static final ValueType LIST = new ValueType(ValueType.Kind.ANY, true);

    /** The conversions, with the words used in files. */
    public enum Convert {
        PARSE("parse"),
        DATE_TIME("dateTime"),
        WRAP_ARRAY("wrapArray"),
        STRINGIFY("stringify"),
        TO_STRING("toString"),
        PARSE_FLOAT("parseFloat"),
        ISO_STRING("isoString"),
        BOOLEAN_TO_STRING("booleanToString");

        private final String word;

        Convert(String word) {
            this.word = word;
        }

        /** The conversion of that word. */
        public static Optional<Convert> of(String word) {
            for (Convert convert : values()) {
                if (convert.word.equals(word)) {
                    return Optional.of(convert);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * The converted value; null stays null, which the target's type then makes its empty value.
     *
     * @throws TypeMismatch when it cannot be converted
     */
    public JsonNode apply(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return value;
        }
        JsonNode converted =
                switch (convert) {
                    case PARSE -> parsed(value);
                    case DATE_TIME -> Conversion.convert(value, ValueType.DATE);
                    case WRAP_ARRAY -> wrapped(value);
                    case STRINGIFY, TO_STRING, BOOLEAN_TO_STRING ->
                            Conversion.convert(value, ValueType.TEXT);
                    case PARSE_FLOAT -> Conversion.convert(value, ValueType.NUMBER);
                    case ISO_STRING -> iso(value);
                };
        return forceWrap ? wrapped(converted) : converted;
    }

    private static JsonNode parsed(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        return value.textValue().isBlank()
                ? TextNode.valueOf("")
                : JsonText.read(value.textValue());
    }

    private static JsonNode iso(JsonNode value) {
        JsonNode date = Conversion.convert(value, ValueType.DATE);
        return Conversion.convert(date, ValueType.TEXT);
    }

    private static JsonNode wrapped(JsonNode value) {
        return value.isNull() ? value : Conversion.convert(value, LIST);
    }
}
