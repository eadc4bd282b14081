package io.hookline.flow.card;

import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.ValueType;
import io.hookline.flow.value.ValueType.Kind;

import java.util.List;

/** What a form asks for in a field; the word is the one of the API. */
public enum FieldType {
    TEXT("text", Kind.TEXT),
    /** Text of several lines: templates, bodies, keys. */
    MULTILINE_TEXT("multiline-text", Kind.TEXT),
    /** A regular expression. */
    PATTERN("text", Kind.TEXT),
    /** One of several texts, which the field lists or which are loaded. */
    ENUM("enum", Kind.TEXT),
    /** A comparison, of those that cards usually offer. */
    COMPARISON("enum", Kind.TEXT, Comparison.loose()),
    /** A comparison, of all there are. */
    ANY_COMPARISON("enum", Kind.TEXT, Comparison.words()),
    /** A column of the table that is chosen on the card. */
    COLUMN("enum", Kind.TEXT),
    /** A time table in the parts of cron, with a time zone. */
    CRON("cron", Kind.OBJECT),
    NUMBER("number", Kind.NUMBER),
    INTEGER("integer", Kind.NUMBER),
    BOOLEAN("boolean", Kind.BOOLEAN),
    DATE("date", Kind.DATE),
    OBJECT("object", Kind.OBJECT),
    /** Rows of column, comparison and value, which select rows of a table. */
    WHERE_ROWS("where-rows", Kind.OBJECT),
    /** Rows that each decide about a block of cards of their own. */
    CONDITION_ROWS("condition-rows", Kind.OBJECT),
    FILE("file", Kind.FILE),
    /** The id of another flow. */
    FLOW("flow", Kind.FLOW),
    /** A flow inside of the card, which people edit as a part of the outer one. */
    BLOCK("block", Kind.FLOW),
    /** The id of a folder. */
    FOLDER("folder", Kind.FOLDER),
    /** The id of a table. */
    TABLE("table", Kind.TEXT),
    ANY("any", Kind.ANY);

    private final String word;
    private final Kind kind;
    private final List<String> choices;

    FieldType(String word, Kind kind) {
        this(word, kind, List.of());
    }

    FieldType(String word, Kind kind, List<String> choices) {
        this.word = word;
        this.kind = kind;
        this.choices = choices;
    }

    /** What can be chosen, where the type says it. */
    List<String> choices() {
        return choices;
    }

    /** Whether one of several texts is chosen. */
    boolean isChoice() {
        return word.equals(ENUM.word);
    }

    /** The word that the API uses. */
    public String word() {
        return word;
    }

    /** The kind of value that such a field holds. */
    public Kind kind() {
        return kind;
    }

    /** What a form asks for when a declaration says no more than the type of the value. */
    static FieldType of(ValueType type) {
        return switch (type.kind()) {
            case TEXT -> TEXT;
            case NUMBER -> NUMBER;
            case BOOLEAN -> BOOLEAN;
            case DATE -> DATE;
            case OBJECT -> OBJECT;
            case FILE -> FILE;
            case FLOW -> FLOW;
            case FOLDER -> FOLDER;
            case ANY -> ANY;
        };
    }
}
