package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.filter.Expression.Calculation;

/** Comparing and calculating with JSON values, as the expression language does. */
final class Nodes {
    /** How long a text that a filter builds may get. */
    static final int LONGEST_TEXT = 100_000;

    private static final int STEPS_PER_DEEP_COMPARISON = 500;

    private Nodes() {}

    /** The kind of a value in words. */
    static String words(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case NULL, MISSING, BINARY -> "null";
        };
    }

    /** Equality: numbers by value, texts exactly, different kinds never. */
    static boolean equal(Evaluation run, JsonNode a, JsonNode b) {
        if (a.isTextual()) {
            return b.isTextual() && a.textValue().equals(b.textValue());
        }
        if (a.isNumber()) {
            return b.isNumber() && compareNumbers(a, b) == 0;
        }
        if (a.isContainerNode() && b.isContainerNode() && a != b) {
            run.spend(STEPS_PER_DEEP_COMPARISON);
        }
        return a.equals(b);
    }

    /**
     * Order: null before everything, numbers by value, texts by their characters, false before
     * true.
     */
    static int compare(JsonNode a, JsonNode b, Source.Site site) {
        if (a.isNumber() && b.isNumber()) {
            return compareNumbers(a, b);
        }
        if (a.isTextual() && b.isTextual()) {
            return a.textValue().compareTo(b.textValue());
        }
        if (a.isNull() || b.isNull()) {
            return Boolean.compare(b.isNull(), a.isNull());
        }
        if (a.isBoolean() && b.isBoolean()) {
            return Boolean.compare(a.booleanValue(), b.booleanValue());
        }
        throw site.error(
                "Expected two texts or two numbers in '"
                        + site.text()
                        + "', but the left side is "
                        + words(a)
                        + " and the right side "
                        + words(b)
                        + ".");
    }

    static int compareNumbers(JsonNode a, JsonNode b) {
        if (isWhole(a) && isWhole(b)) {
            return Long.compare(a.longValue(), b.longValue());
        }
        if (a.isFloatingPointNumber() && !a.isBigDecimal()
                || b.isFloatingPointNumber() && !b.isBigDecimal()) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        return a.decimalValue().compareTo(b.decimalValue());
    }

    /** Whether the number is an integer that a long holds. */
    static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong();
    }

    static JsonNode calculate(JsonNode a, Calculation calculation, JsonNode b, Source.Site site) {
        if (calculation == Calculation.ADD && (a.isTextual() || b.isTextual())) {
            return join(a, b, site);
        }
        if (!a.isNumber() || !b.isNumber()) {
            throw site.error(
                    "Expected two numbers in '"
                            + site.text()
                            + "', but got "
                            + words(a)
                            + " and "
                            + words(b)
                            + ".");
        }
        try {
            return isWhole(a) && isWhole(b)
                    ? LongNode.valueOf(whole(a.longValue(), calculation, b.longValue()))
                    : decimal(a.doubleValue(), calculation, b.doubleValue());
        } catch (ArithmeticException e) {
            throw site.error("'" + site.text() + "' has no result: " + e.getMessage() + ".");
        }
    }

    private static long whole(long a, Calculation calculation, long b) {
        return switch (calculation) {
            case ADD -> Math.addExact(a, b);
            case SUBTRACT -> Math.subtractExact(a, b);
            case MULTIPLY -> Math.multiplyExact(a, b);
            case DIVIDE -> Math.divideExact(a, b);
            case REMAINDER -> a % b;
        };
    }

    private static JsonNode decimal(double a, Calculation calculation, double b) {
        double result =
                switch (calculation) {
                    case ADD -> a + b;
                    case SUBTRACT -> a - b;
                    case MULTIPLY -> a * b;
                    case DIVIDE -> a / b;
                    case REMAINDER -> a % b;
                };
        if (!Double.isFinite(result)) {
            throw new ArithmeticException("it is no finite number");
        }
        return DoubleNode.valueOf(result);
    }

    static JsonNode negate(JsonNode number, Source.Site site) {
        if (!number.isNumber()) {
            throw site.error(
                    "Expected a number in '" + site.text() + "', but got " + words(number) + ".");
        }
        return isWhole(number) && number.longValue() != Long.MIN_VALUE
                ? LongNode.valueOf(-number.longValue())
                : DecimalNode.valueOf(number.decimalValue().negate());
    }

    private static JsonNode join(JsonNode a, JsonNode b, Source.Site site) {
        if (a.isContainerNode() || b.isContainerNode()) {
            throw site.error(
                    "A list or an object cannot be joined to a text in '" + site.text() + "'.");
        }
        String left = a.asText();
        String right = b.asText();
        if (left.length() + right.length() > LONGEST_TEXT) {
            throw tooLong();
        }
        return TextNode.valueOf(left + right);
    }

    static FilterEvaluationException tooLong() {
        return new FilterEvaluationException(
                "The filter builds a text longer than " + LONGEST_TEXT + " characters.");
    }
}
