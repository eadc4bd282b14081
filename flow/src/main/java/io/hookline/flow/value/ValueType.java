package io.hookline.flow.value;

/**
 * A declared type: a kind, or a list of it (flopack-format.md, section 3.1). A structured object is
 * {@link Kind#OBJECT}: its schema adds known keys and nothing else.
 */
public record ValueType(Kind kind, boolean list) {
    /** The kinds of value, with the words used in files. */
    public enum Kind {
        TEXT("string"),
        NUMBER("number"),
        BOOLEAN("boolean"),
        DATE("Date"),
        OBJECT("object"),
        FILE("file"),
        FLOW("flo"),
        FOLDER("folder"),
        /** Not declared: a value passes as it is. */
        ANY("*");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word that files use. */
        public String word() {
            return word;
        }
    }

    public static final ValueType TEXT = new ValueType(Kind.TEXT, false);
    public static final ValueType NUMBER = new ValueType(Kind.NUMBER, false);
    public static final ValueType BOOLEAN = new ValueType(Kind.BOOLEAN, false);
    public static final ValueType DATE = new ValueType(Kind.DATE, false);
    public static final ValueType OBJECT = new ValueType(Kind.OBJECT, false);
    public static final ValueType ANY = new ValueType(Kind.ANY, false);
}
