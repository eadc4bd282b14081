package io.hookline.filter;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of a value before any event has been seen. Every value but a literal may be null
 * too.
 */
sealed interface Shape {
    /** The shape in words, for messages. */
    String words();

    /** Whether a value of this shape can be one of that kind. */
    default boolean canBe(Kind kind) {
        return this == kind || this == Kind.ANYTHING;
    }

    /** Shapes without parts. */
    enum Kind implements Shape {
        TEXT("a text"),
        NUMBER("a number"),
        TRUTH("true or false"),
        NOTHING("null"),
        ANYTHING("a value");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String words() {
            return words;
        }
    }

    /** A list whose elements have one shape. */
    record ListOf(Shape element) implements Shape {
        @Override
        public String words() {
            return "a list";
        }
    }

    /**
     * An object.
     *
     * @param name what people call it
     * @param fields the fields that a LogEvent defines for it
     * @param open whether any other field is as good, because the object is a map
     */
    record ObjectOf(String name, Map<String, Shape> fields, boolean open) implements Shape {
        public ObjectOf {
            fields = Map.copyOf(fields);
        }

        /** The shape of a field; empty when the object defines none of that name. */
        Optional<Shape> field(String field) {
            Shape known = fields.get(field);
            return known == null && open ? Optional.of(Kind.ANYTHING) : Optional.ofNullable(known);
        }

        @Override
        public String words() {
            return "an object";
        }
    }
}
