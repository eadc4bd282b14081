package io.hookline.server.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a column of a table holds (flopack-format.md, section 1.3). */
enum ColumnType {
    TEXT("str"),
    NUMBER("dec"),
    BOOLEAN("bln"),
    DATE("dte");

    private final String file;

    ColumnType(String file) {
        this.file = file;
    }

    /** The word that files use. */
    String file() {
        return file;
    }

    /** The word that people use. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a file means; text when it is none of the known words. */
    static ColumnType ofFile(String word) {
        return Arrays.stream(values())
                .filter(type -> type.file.equals(word))
                .findFirst()
                .orElse(TEXT);
    }

    static Optional<ColumnType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /**
     * The value as this column holds it.
     *
     * @return empty when it cannot
     */
    Optional<JsonNode> convert(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return Optional.of(NullNode.getInstance());
        }
        String text = value.isTextual() ? value.textValue() : value.toString();
        if (text.isBlank() && this != TEXT) {
            return Optional.of(NullNode.getInstance());
        }
        return switch (this) {
            case TEXT -> Optional.of(TextNode.valueOf(text));
            case NUMBER -> number(value, text);
            case BOOLEAN -> bool(text);
            case DATE -> date(text);
        };
    }

    private static Optional<JsonNode> number(JsonNode value, String text) {
        if (value.isNumber()) {
            return Optional.of(value);
        }
        try {
            return Optional.of(DecimalNode.valueOf(new BigDecimal(text.strip())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> bool(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(BooleanNode.TRUE);
            case "false" -> Optional.of(BooleanNode.FALSE);
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> date(String text) {
        try {
            return Optional.of(TextNode.valueOf(Instant.parse(text.strip()).toString()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
