package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Search, filter and log expressions: comparisons joined by and, or, not and parentheses. */
final class OrgExpression {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(\\(|\\)|\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s()\"]+)");

    private static final Set<String> OPERATORS =
            Set.of("eq", "ne", "sw", "co", "gt", "ge", "lt", "le");
    private static final int DEEPEST = 50;

    private final List<String> tokens = new ArrayList<>();
    private int next;
    private int depth;

    private OrgExpression(String text) {
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException("unexpected: " + text.substring(end));
        }
    }

    /** What an expression asks of a record. */
    record Read(Predicate<JsonNode> condition) {
        boolean holds(JsonNode record) {
            return condition.test(record);
        }
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    static Read of(String text) {
        OrgExpression reader = new OrgExpression(text);
        Predicate<JsonNode> condition = reader.alternatives();
        if (reader.next < reader.tokens.size()) {
            throw new IllegalArgumentException("unexpected: " + reader.tokens.get(reader.next));
        }
        return new Read(condition);
    }

    private Predicate<JsonNode> alternatives() {
        Predicate<JsonNode> condition = all();
        while (take("or")) {
            condition = condition.or(all());
        }
        return condition;
    }

    private Predicate<JsonNode> all() {
        Predicate<JsonNode> condition = one();
        while (take("and")) {
            condition = condition.and(one());
        }
        return condition;
    }

    private Predicate<JsonNode> one() {
        if (take("not")) {
            if (++depth > DEEPEST) {
                throw new IllegalArgumentException("it is nested too deep");
            }
            Predicate<JsonNode> negated = one().negate();
            depth--;
            return negated;
        }
        if (take("(")) {
            if (++depth > DEEPEST) {
                throw new IllegalArgumentException("it is nested too deep");
            }
            Predicate<JsonNode> inner = alternatives();
            depth--;
            if (!take(")")) {
                throw new IllegalArgumentException("a parenthesis is not closed");
            }
            return inner;
        }
        String attribute = token();
        String operator = token().toLowerCase(Locale.ROOT);
        if (operator.equals("pr")) {
            return record -> !values(record, attribute).isEmpty();
        }
        if (!OPERATORS.contains(operator)) {
            throw new IllegalArgumentException("no operator: " + operator);
        }
        String wanted = literal(token());
        return record ->
                operator.equals("ne")
                        ? values(record, attribute).stream().noneMatch(wanted::equalsIgnoreCase)
                        : values(record, attribute).stream()
                                .anyMatch(value -> holds(value, operator, wanted));
    }

    private static boolean holds(String value, String operator, String wanted) {
        String left = value.toLowerCase(Locale.ROOT);
        String right = wanted.toLowerCase(Locale.ROOT);
        return switch (operator) {
            case "eq" -> left.equals(right);
            case "sw" -> left.startsWith(right);
            case "co" -> left.contains(right);
            case "gt" -> left.compareTo(right) > 0;
            case "ge" -> left.compareTo(right) >= 0;
            case "lt" -> left.compareTo(right) < 0;
            case "le" -> left.compareTo(right) <= 0;
            default -> throw new IllegalArgumentException("no operator: " + operator);
        };
    }

    /** The values at a path; those of each item of a list. */
    private static List<String> values(JsonNode record, String path) {
        List<JsonNode> found = List.of(record);
        for (String name : path.split("\\.", -1)) {
            List<JsonNode> below = new ArrayList<>();
            for (JsonNode node : found) {
                JsonNode value = node.path(name);
                if (value.isArray()) {
                    value.forEach(below::add);
                } else if (!value.isMissingNode() && !value.isNull()) {
                    below.add(value);
                }
            }
            found = below;
        }
        return found.stream().map(JsonNode::asText).toList();
    }

    private boolean take(String word) {
        if (next < tokens.size() && tokens.get(next).equalsIgnoreCase(word)) {
            next++;
            return true;
        }
        return false;
    }

    private String token() {
        if (next >= tokens.size()) {
            throw new IllegalArgumentException("it ends too early");
        }
        return tokens.get(next++);
    }

    private static String literal(String token) {
        return token.startsWith("\"")
                ? token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1")
                : token;
    }
}
