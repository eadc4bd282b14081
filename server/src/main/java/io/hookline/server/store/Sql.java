package io.hookline.server.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text of SQL with named parameters ({@code :name}), parsed once: make it a constant beside the
 * type whose rows it reads or writes, and run it with {@link Transaction#prepare(Sql)}. A name may
 * stand in the text several times and is set once.
 */
public final class Sql {
    /** Whether a parameter is set is one bit of a long. */
    private static final int MOST_PARAMETERS = Long.SIZE;

    private final String text;
    private final String jdbc;
    private final Names parameters;
    private final int[][] places;
    private final boolean kept;

    private Sql(String text, boolean kept) {
        Parser parser = new Parser(text);
        parser.parse();
        this.text = text;
        this.jdbc = parser.jdbc.toString();
        this.parameters = new Names(parser.names);
        this.places = new int[parser.names.size()][];
        this.kept = kept;
        for (int i = 0; i < places.length; i++) {
            places[i] = parser.places.get(i).stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /**
     * A statement that each connection prepares once and keeps.
     *
     * @throws IllegalArgumentException when the text has {@code ?} in it, or too many parameters
     */
    public static Sql of(String text) {
        return new Sql(text, true);
    }

    /** As {@link #of}, for a text that is built for one query: it is prepared each time. */
    public static Sql once(String text) {
        return new Sql(text, false);
    }

    boolean isKept() {
        return kept;
    }

    /** With {@code ?} for each parameter. */
    String jdbc() {
        return jdbc;
    }

    Names parameters() {
        return parameters;
    }

    /** Where a parameter stands, counted from 1. */
    int[] places(int parameter) {
        return places[parameter];
    }

    @Override
    public String toString() {
        return text;
    }

    /**
     * Names of parameters or columns. They are mostly asked for in their own order, so a search
     * begins at the place after the previous one, and a name then costs no more than its place.
     */
    static final class Names {
        private final String[] names;

        Names(List<String> names) {
            // The literals of the code are interned as well: equal names are then the same object.
            this.names = names.stream().map(String::intern).toArray(String[]::new);
        }

        /** The place of a name, -1 when it is not among them. */
        int find(String name, int guess) {
            for (int i = guess; i < names.length; i++) {
                if (names[i].equals(name)) {
                    return i;
                }
            }
            for (int i = Math.min(guess, names.length) - 1; i >= 0; i--) {
                if (names[i].equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        int count() {
            return names.length;
        }

        String name(int place) {
            return names[place];
        }

        @Override
        public String toString() {
            return Arrays.toString(names);
        }
    }

    /** Finds parameters outside of quotes and comments; {@code ::} is a cast. */
    private static final class Parser {
        private final String text;
        private final StringBuilder jdbc = new StringBuilder();
        private final List<String> names = new ArrayList<>();
        private final List<List<Integer>> places = new ArrayList<>();
        private int at;
        private int count;

        Parser(String text) {
            this.text = text;
        }

        void parse() {
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '\'' || c == '"') {
                    copyUntil(String.valueOf(c), at + 1);
                } else if (text.startsWith("--", at)) {
                    copyUntil("\n", at);
                } else if (text.startsWith("/*", at)) {
                    copyUntil("*/", at);
                } else if (text.startsWith("::", at)) {
                    jdbc.append("::");
                    at += 2;
                } else if (c == ':') {
                    parameter();
                } else if (c == '?') {
                    throw new IllegalArgumentException(
                            "Parameters have names (:name), not question marks: " + text);
                } else {
                    jdbc.append(c);
                    at++;
                }
            }
        }

        private void copyUntil(String end, int from) {
            int found = text.indexOf(end, from);
            int next = found < 0 ? text.length() : found + end.length();
            jdbc.append(text, at, next);
            at = next;
        }

        private void parameter() {
            int end = at + 1;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                end++;
            }
            String name = text.substring(at + 1, end);
            if (name.isEmpty()) {
                throw new IllegalArgumentException("A parameter has no name: " + text);
            }
            int known = names.indexOf(name);
            if (known < 0) {
                known = names.size();
                names.add(name);
                places.add(new ArrayList<>());
            }
            if (names.size() > MOST_PARAMETERS) {
                throw new IllegalArgumentException(
                        "More than " + MOST_PARAMETERS + " parameters: " + text);
            }
            places.get(known).add(++count);
            jdbc.append('?');
            at = end;
        }
    }
}
