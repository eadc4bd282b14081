package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The type of a table's column, with the word that files use for it ({@code
 * docs/reference/flopack.md#folders-connections-tables}).
 */
public enum ColumnType {
    TEXT("str", ValueType.TEXT),
    NUMBER("dec", ValueType.NUMBER),
    BOOLEAN("bln", ValueType.BOOLEAN),
    DATE("dte", ValueType.DATE);

    private static final int STORED_DATE = "2026-01-31T09:30:00.000Z".length();

    private final String file;
    private final ValueType type;

    ColumnType(String file, ValueType type) {
        this.file = file;
        this.type = type;
    }

    /** The word that files use. */
    public String file() {
        return file;
    }

    /** The word that people use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a file means; text when it is none of the known words. */
    static ColumnType ofFile(String word) {
        return Arrays.stream(values())
                .filter(type -> type.file.equals(word))
                .findFirst()
                .orElse(TEXT);
    }

    public static Optional<ColumnType> ofWord(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /**
     * The cell of a row as this column holds it. A row that was written when the column had another
     * type holds it as that: what this type cannot hold is nothing.
     */
    JsonNode cell(JsonNode stored) {
        boolean fits =
                stored.isNull()
                        || switch (this) {
                            case TEXT -> stored.isTextual();
                            case NUMBER -> stored.isNumber();
                            case BOOLEAN -> stored.isBoolean();
                            case DATE -> stored.isTextual() && isStoredDate(stored.textValue());
                        };
        return fits ? stored : convert(stored).orElse(NullNode.getInstance());
    }

    private static boolean isStoredDate(String text) {
        return text.length() == STORED_DATE && text.charAt(STORED_DATE - 1) == 'Z';
    }

    /**
     * The value as this column holds it; nothing stays nothing.
     *
     * @return empty when it cannot
     */
    public Optional<JsonNode> convert(JsonNode value) {
        boolean nothing =
                value.isNull()
                        || value.isMissingNode()
                        || this != TEXT && Conversion.isBlank(value);
        if (nothing) {
            return Optional.of(NullNode.getInstance());
        }
        try {
            return Optional.of(Conversion.convert(value, type));
        } catch (TypeMismatch e) {
            return Optional.empty();
        }
    }
}
