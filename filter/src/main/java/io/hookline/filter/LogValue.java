package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What an attribute is compared with. Quoted and unquoted values of the same spelling are equal,
 * because {@code debugData} keeps numbers and truths as texts.
 */
public sealed interface LogValue {
    /** Whether a value of an event compares with this one as asked. */
    boolean satisfies(JsonNode node, LogOperator operator);

    /** A text in quotes, which is not a point in time. */
    record Text(String text) implements LogValue {
        @Override
        public boolean satisfies(JsonNode node, LogOperator operator) {
            return compareTexts(node, operator, text);
        }
    }

    /** A point in time in quotes; equality is still that of its text. */
    record Time(String text, Instant instant) implements LogValue {
        @Override
        public boolean satisfies(JsonNode node, LogOperator operator) {
            if (operator.isOrder() && node.isTextual()) {
                Optional<Instant> other = asInstant(node.textValue());
                if (other.isPresent()) {
                    return operator.holds(other.get().compareTo(instant));
                }
            }
            return compareTexts(node, operator, text);
        }
    }

    /** A number; compared by value with anything that reads as a number. */
    record Number(String text, BigDecimal number) implements LogValue {
        @Override
        public boolean satisfies(JsonNode node, LogOperator operator) {
            if (operator.isForTexts()) {
                return compareTexts(node, operator, text);
            }
            Optional<BigDecimal> other = asNumber(node);
            return other.isPresent()
                    ? operator.holds(other.get().compareTo(number))
                    : differs(node, operator);
        }
    }

    /** True or false. */
    record Truth(boolean truth) implements LogValue {
        @Override
        public boolean satisfies(JsonNode node, LogOperator operator) {
            return compareTexts(node, operator, Boolean.toString(truth));
        }
    }

    private static boolean compareTexts(JsonNode node, LogOperator operator, String text) {
        if (!node.isValueNode() || node.isNull()) {
            return differs(node, operator);
        }
        String other = node.asText();
        return switch (operator) {
            case CO -> other.contains(text);
            case SW -> other.startsWith(text);
            case EW -> other.endsWith(text);
            case EQ, NE, GT, GE, LT, LE -> operator.holds(other.compareTo(text));
        };
    }

    /** A value of another kind, or null, is only ever unequal. */
    private static boolean differs(JsonNode node, LogOperator operator) {
        return operator == LogOperator.NE && node.isValueNode();
    }

    private static Optional<BigDecimal> asNumber(JsonNode node) {
        if (node.isNumber()) {
            return Optional.of(node.decimalValue());
        }
        return node.isTextual() ? asNumber(node.textValue()) : Optional.empty();
    }

    /** The number that a text spells; empty when it is none or unreasonably long. */
    static Optional<BigDecimal> asNumber(String text) {
        if (text.isEmpty() || text.length() > 40 || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The point in time that a text spells, with or without an offset other than Z. */
    static Optional<Instant> asInstant(String text) {
        if (text.length() < 16
                || text.length() > 40
                || text.charAt(4) != '-'
                || text.charAt(10) != 'T') {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
