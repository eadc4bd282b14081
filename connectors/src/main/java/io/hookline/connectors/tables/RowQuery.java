package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.LiteralCheck;
import io.hookline.flow.value.JsonText;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rows of a table, and in which order.
 *
 * @param conditions applied from left to right, without precedence; all rows when there are none
 * @param sort by that column; in the order in which rows were made when empty
 */
public record RowQuery(
        List<Condition> conditions,
        Optional<String> sort,
        boolean descending,
        int limit,
        int offset) {
    /** What one search gives at most. */
    public static final int MOST = 3_500;

    public RowQuery {
        conditions = List.copyOf(conditions);
    }

    /**
     * What a row must fulfil.
     *
     * @param column a column, or {@code Row ID}, {@code Created}, {@code Updated}, {@code _id}
     * @param or whether the next condition is an alternative
     */
    public record Condition(String column, Operator operator, JsonNode value, boolean or) {}

    /** How a column is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        private static Operator of(String word) {
            return Arrays.stream(values())
                    .filter(operator -> operator.word.equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new CardFailure.Invalid(
                                    "The filter compares by \""
                                            + word
                                            + "\"; expected one of "
                                            + Arrays.stream(values())
                                                    .map(operator -> operator.word)
                                                    .collect(Collectors.joining(", "))
                                            + "."));
        }
    }

    /** What is wrong with a filter before it runs. */
    static final class FilterCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> {
                if (JsonText.read(text) instanceof ObjectNode where) {
                    conditions(where, Map.of());
                }
            });
        }
    }

    /**
     * Reads the filter of a card: {@code {"expr": [{"lhs": column, "op": "=", "rhs": literal,
     * "join": "AND"}]}}. In place of {@code rhs}, {@code rhd} names the output of a card whose
     * value counts. {@code join} says how a condition is combined with the next one.
     *
     * @param values what comes from other cards, by the output that each comes from
     */
    public static List<Condition> conditions(ObjectNode where, Map<String, JsonNode> values) {
        var conditions = new ArrayList<Condition>();
        for (JsonNode condition : where.path("expr")) {
            JsonNode literal = condition.path("rhs");
            JsonNode value =
                    condition.path("rhd").isObject()
                            ? values.getOrDefault(
                                    condition.at("/rhd/outputId").asText(), NullNode.getInstance())
                            : literal.isMissingNode() ? NullNode.getInstance() : literal;
            conditions.add(
                    new Condition(
                            condition.path("lhs").asText(),
                            Operator.of(condition.path("op").asText()),
                            value,
                            condition.path("join").asText().toUpperCase(Locale.ROOT).equals("OR")));
        }
        return conditions;
    }
}
