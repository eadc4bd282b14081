package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A declared type: a kind, or a list of it ({@code docs/reference/engine.md#types}). A structured
 * object is {@link Kind#OBJECT}: its schema adds known keys and nothing else.
 */
public record ValueType(Kind kind, boolean list) {
    /** The kinds of value, with the words used in files. */
    public enum Kind {
        TEXT("string", "Text"),
        NUMBER("number", "Number"),
        BOOLEAN("boolean", "True/False"),
        DATE("Date", "Date & Time"),
        OBJECT("object", "Object"),
        FILE("file", "File"),
        FLOW("flo", "Flow"),
        FOLDER("folder", "Folder"),
        /** Not declared: a value passes as it is. */
        ANY("*", "any type");

        private final String word;
        private final String label;

        Kind(String word, String label) {
            this.word = word;
            this.label = label;
        }

        /** The word that files use. */
        public String word() {
            return word;
        }

        /** The word that people read. */
        public String label() {
            return label;
        }
    }

    public static final ValueType TEXT = new ValueType(Kind.TEXT, false);
    public static final ValueType NUMBER = new ValueType(Kind.NUMBER, false);
    public static final ValueType BOOLEAN = new ValueType(Kind.BOOLEAN, false);
    public static final ValueType DATE = new ValueType(Kind.DATE, false);
    public static final ValueType OBJECT = new ValueType(Kind.OBJECT, false);
    public static final ValueType ANY = new ValueType(Kind.ANY, false);

    /**
     * Reads {@code value.type} and {@code value.collection} of a field: a word, or the schema of a
     * structured object. An unknown word takes any value.
     */
    public static ValueType of(JsonNode type, boolean list) {
        if (type.isObject()) {
            return new ValueType(Kind.OBJECT, list);
        }
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(type.asText())) {
                return new ValueType(kind, list);
            }
        }
        return new ValueType(Kind.ANY, list);
    }

    /** The type as people read it. */
    public String label() {
        return list ? "List of " + kind.label : kind.label;
    }
}
