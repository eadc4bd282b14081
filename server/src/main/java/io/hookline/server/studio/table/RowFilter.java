package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Dates;
import io.hookline.flow.value.Numbers;
import io.hookline.server.json.Json;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Which rows of a table a search finds, and in which order. Compares by the type of a column. */
final class RowFilter {
    private final Table table;

    RowFilter(Table table) {
        this.table = table;
    }

    /** What of a row is compared, and as what. */
    private record Compared(ColumnType type, Function<StoredRow, JsonNode> value) {}

    /** Whether a row fulfils the conditions, taken from left to right. */
    @FunctionalInterface
    interface Match {
        boolean matches(StoredRow row);
    }

    Match match(List<Condition> conditions) {
        List<Match> each = conditions.stream().map(this::match).toList();
        return row -> {
            boolean holds = true;
            for (int i = 0; i < each.size(); i++) {
                boolean or = i > 0 && conditions.get(i - 1).or();
                if (or != holds) {
                    holds = each.get(i).matches(row);
                }
            }
            return holds;
        };
    }

    private Match match(Condition condition) {
        Compared compared = compared(condition.column());
        JsonNode wanted =
                compared.type()
                        .convert(condition.value())
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "The filter compares the column \""
                                                + condition.column()
                                                + "\" of the table \""
                                                + table.name()
                                                + "\", which holds a "
                                                + compared.type().word()
                                                + ", with "
                                                + Json.shown(condition.value())
                                                + ", which is none."));
        return row -> holds(compared.type(), compared.value().apply(row), condition, wanted);
    }

    private static boolean holds(
            ColumnType type, JsonNode value, Condition condition, JsonNode wanted) {
        boolean blank = isBlank(value) || isBlank(wanted);
        boolean equal =
                blank ? isBlank(value) && isBlank(wanted) : compare(type, value, wanted) == 0;
        return switch (condition.operator()) {
            case EQUAL -> equal;
            case NOT_EQUAL -> !equal;
            case LESS -> !blank && compare(type, value, wanted) < 0;
            case LESS_OR_EQUAL -> !blank && compare(type, value, wanted) <= 0;
            case GREATER -> !blank && compare(type, value, wanted) > 0;
            case GREATER_OR_EQUAL -> !blank && compare(type, value, wanted) >= 0;
        };
    }

    static boolean isBlank(JsonNode value) {
        return value.isNull() || value.isTextual() && value.textValue().isEmpty();
    }

    private static int compare(ColumnType type, JsonNode left, JsonNode right) {
        return switch (type) {
            case TEXT -> byCodePoint(left.asText(), right.asText());
            case NUMBER -> Numbers.decimal(left).compareTo(Numbers.decimal(right));
            case BOOLEAN -> Boolean.compare(left.booleanValue(), right.booleanValue());
            case DATE -> left.asText().compareTo(right.asText());
        };
    }

    /** As UTF-8 sorts, and so an index: by code point, not by halves of one. */
    static int byCodePoint(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char one = left.charAt(i);
            char other = right.charAt(i);
            if (one != other) {
                boolean apart = Character.isSurrogate(one) != Character.isSurrogate(other);
                return apart ? Character.isSurrogate(one) ? 1 : -1 : Character.compare(one, other);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /** Blank cells come first in ascending order; rows that are alike stay as they were made. */
    Comparator<StoredRow> order(RowQuery query) {
        if (query.sort().isEmpty()) {
            return Comparator.comparingLong(StoredRow::place);
        }
        Compared by = compared(query.sort().get());
        Comparator<JsonNode> values =
                Comparator.<JsonNode>comparingInt(value -> isBlank(value) ? 0 : 1)
                        .thenComparing((left, right) ->
                                isBlank(left) ? 0 : compare(by.type(), left, right));
        Comparator<StoredRow> rows = Comparator.comparing(by.value(), values);
        return (query.descending() ? rows.reversed() : rows).thenComparingLong(StoredRow::place);
    }

    /** Where a row stands among others by a column, as keys of indexes say it. */
    Function<StoredRow, byte[]> key(String column) {
        Compared by = compared(column);
        return row -> IndexKey.of(by.type(), by.value().apply(row)).bytes();
    }

    private Compared compared(String column) {
        return switch (column) {
            case "_id" -> new Compared(ColumnType.NUMBER, row -> LongNode.valueOf(row.place()));
            case "Row ID" -> new Compared(ColumnType.TEXT, row -> TextNode.valueOf(row.id()));
            case "Created" ->
                    new Compared(
                            ColumnType.DATE, row -> TextNode.valueOf(Dates.text(row.created())));
            case "Updated" ->
                    new Compared(
                            ColumnType.DATE, row -> TextNode.valueOf(Dates.text(row.updated())));
            default -> {
                Table.Column known = table.column(column);
                yield new Compared(known.type(), row -> known.of(row.cells()));
            }
        };
    }
}
