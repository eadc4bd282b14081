package io.hookline.flow.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Numbers: exact decimals within a magnitude that cannot exhaust memory. */
public final class Numbers {
    /** Numbers have at most this many digits before or after the point. */
    private static final int MOST_DIGITS = 400;

    private Numbers() {}

    /** The number as a value; whole numbers without a point. */
    public static JsonNode node(BigDecimal number) {
        checkMagnitude(number);
        BigDecimal plain = number.stripTrailingZeros();
        if (plain.scale() <= 0 && plain.precision() - plain.scale() <= 18) {
            return node(plain.longValueExact());
        }
        return DecimalNode.valueOf(plain.scale() < 0 ? plain.setScale(0) : plain);
    }

    /** The whole number as a value. */
    public static JsonNode node(long number) {
        return number == (int) number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }

    /** The number that a numeric value holds. */
    public static BigDecimal decimal(JsonNode number) {
        if (number.isFloatingPointNumber()
                && !number.isBigDecimal()
                && !Double.isFinite(number.doubleValue())) {
            throw new TypeMismatch("the number is not finite");
        }
        BigDecimal decimal = number.decimalValue();
        checkMagnitude(decimal);
        return decimal;
    }

    /**
     * The whole part of a number, no further away than the bounds.
     *
     * @param usual instead of null
     */
    public static int within(int least, int most, JsonNode number, int usual) {
        if (number.isNull()) {
            return usual;
        }
        BigDecimal whole = decimal(number).setScale(0, RoundingMode.DOWN);
        return whole.max(BigDecimal.valueOf(least)).min(BigDecimal.valueOf(most)).intValueExact();
    }

    /** The number that a text spells; empty when it spells none. */
    public static Optional<BigDecimal> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > MOST_DIGITS || !startsLikeNumber(trimmed)) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(trimmed);
            return tooLarge(number) ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /**
     * The number that a text begins with, blanks before it ignored: 100 for {@code 100%}; empty
     * when it begins with none.
     */
    static Optional<BigDecimal> leading(String text) {
        String trimmed = text.stripLeading();
        int end = 0;
        if (end < trimmed.length() && isSign(trimmed.charAt(end))) {
            end++;
        }
        int whole = endOfDigits(trimmed, end);
        int last = whole;
        if (whole < trimmed.length() && trimmed.charAt(whole) == '.') {
            last = endOfDigits(trimmed, whole + 1);
        }
        if (last < trimmed.length() && (trimmed.charAt(last) | 0x20) == 'e') {
            int digits = last + 1;
            if (digits < trimmed.length() && isSign(trimmed.charAt(digits))) {
                digits++;
            }
            int exponent = endOfDigits(trimmed, digits);
            last = exponent > digits ? exponent : last;
        }
        return parse(trimmed.substring(0, last));
    }

    private static boolean isSign(char character) {
        return character == '-' || character == '+';
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** The shortest decimal text, without exponent. */
    public static String text(JsonNode number) {
        if (number.isInt() || number.isLong()) {
            return number.asText();
        }
        BigDecimal plain = decimal(number).stripTrailingZeros();
        return plain.toPlainString();
    }

    private static boolean startsLikeNumber(String text) {
        char first = text.charAt(0);
        return first >= '0' && first <= '9' || first == '-' || first == '+' || first == '.';
    }

    private static void checkMagnitude(BigDecimal number) {
        if (tooLarge(number)) {
            throw new TypeMismatch("the number has more than " + MOST_DIGITS + " digits");
        }
    }

    private static boolean tooLarge(BigDecimal number) {
        return Math.abs((long) number.scale()) > MOST_DIGITS
                || number.precision() > 2 * MOST_DIGITS;
    }
}
