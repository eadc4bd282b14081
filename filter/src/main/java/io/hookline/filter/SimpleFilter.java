package io.hookline.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A hook filter as rows of field, operator and value, all of which must hold.
 *
 * @param rows at least one
 * @param sameTarget whether one target must satisfy all rows about targets; else each row looks for
 *     a target of its own
 */
public record SimpleFilter(List<Row> rows, boolean sameTarget) {
    /** How many rows a filter may have. */
    public static final int MOST_ROWS = 50;

    public SimpleFilter {
        rows = List.copyOf(rows);
        if (rows.isEmpty() || rows.size() > MOST_ROWS) {
            throw new IllegalArgumentException("A simple filter has 1 to " + MOST_ROWS + " rows");
        }
    }

    /** One comparison with a text. */
    public record Row(Field field, Operator operator, String value) {
        String condition(String subject) {
            return subject + " " + operator.word() + " " + quoted(value);
        }
    }

    /** What can be compared. */
    public enum Field {
        EVENT_TYPE("eventType"),
        OUTCOME_REASON("outcome.reason"),
        OUTCOME_RESULT("outcome.result"),
        ACTOR_ID("actor.id"),
        ACTOR_TYPE("actor.type"),
        ACTOR_ALTERNATE_ID("actor.alternateId"),
        ACTOR_DISPLAY_NAME("actor.displayName"),
        CHANGED_ATTRIBUTES("changedAttributes"),
        TARGET_ID("target.id"),
        TARGET_TYPE("target.type"),
        TARGET_ALTERNATE_ID("target.alternateId"),
        TARGET_DISPLAY_NAME("target.displayName");

        private static final String TARGET = "target.";

        private final String path;

        Field(String path) {
            this.path = path;
        }

        /** As people see it. */
        public String path() {
            return path;
        }

        boolean isOfTarget() {
            return path.startsWith(TARGET);
        }

        /** The name inside a selection of targets. */
        String attribute() {
            return path.substring(TARGET.length());
        }

        /** The field of that path. */
        public static Optional<Field> of(String path) {
            return Arrays.stream(values()).filter(field -> field.path.equals(path)).findAny();
        }
    }

    /** How it is compared. */
    public enum Operator {
        EQ,
        NE;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The operator of that word. */
        public static Optional<Operator> of(String word) {
            return Arrays.stream(values())
                    .filter(operator -> operator.word().equalsIgnoreCase(word))
                    .findAny();
        }
    }

    /** What an expression is as a simple filter. */
    public sealed interface Reading {
        /** These rows. */
        record Simple(SimpleFilter filter) implements Reading {}

        /**
         * More than rows can say.
         *
         * @param reason where and why
         */
        record NotSimple(String reason) implements Reading {}
    }

    /**
     * Reads an expression.
     *
     * @throws FilterSyntaxException when it is no hook filter at all
     */
    public static Reading read(String expression) {
        HookFilter.parse(expression);
        return SimpleFilterReader.read(expression);
    }

    /** The expression that says the same. */
    public String expression() {
        if (!sameTarget) {
            return rows.stream().map(SimpleFilter::alone).collect(Collectors.joining(" && "));
        }
        String targets =
                rows.stream()
                        .filter(row -> row.field().isOfTarget())
                        .map(row -> row.condition(row.field().attribute()))
                        .collect(Collectors.joining(" && "));
        // All rows about targets become one selection, where the first of them stands.
        List<String> parts = new ArrayList<>();
        boolean selected = false;
        for (Row row : rows) {
            if (!row.field().isOfTarget()) {
                parts.add(alone(row));
            } else if (!selected) {
                parts.add(selection(targets));
                selected = true;
            }
        }
        return String.join(" && ", parts);
    }

    private static String alone(Row row) {
        if (row.field().isOfTarget()) {
            return selection(row.condition(row.field().attribute()));
        }
        if (row.field() == Field.CHANGED_ATTRIBUTES) {
            String contains =
                    "event.debugData.changedAttributes.contains(" + quoted(row.value()) + ")";
            return row.operator() == Operator.EQ ? contains : "!" + contains;
        }
        return row.condition("event." + row.field().path());
    }

    private static String selection(String criterion) {
        return "event.target.?[" + criterion + "].size()>0";
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
