package io.hookline.flow.cards;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Numbers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.function.Function;

/**
 * Calculates an arithmetic text while reading it: {@code + -} bind least, then {@code * /}, then a
 * sign, then {@code ^}, which groups from the right. Length and nesting are bounded.
 */
final class Formula {
    private static final MathContext PRECISION = MathContext.DECIMAL128;
    private static final int LONGEST = 10_000;
    private static final int DEEPEST = 100;
    private static final int LARGEST_POWER = 1_000;

    private final String text;
    private final Function<String, Optional<BigDecimal>> placeholders;
    private int at;
    private int depth;

    Formula(String text, Function<String, Optional<BigDecimal>> placeholders) {
        if (text.length() > LONGEST) {
            throw new CardFailure.Invalid("The formula is longer than " + LONGEST + " characters.");
        }
        this.text = text;
        this.placeholders = placeholders;
    }

    BigDecimal value() {
        BigDecimal value = sum();
        if (at < text.length()) {
            throw mistake("an operator");
        }
        return value;
    }

    private BigDecimal sum() {
        if (++depth > DEEPEST) {
            throw new CardFailure.Invalid("The formula is nested more than " + DEEPEST + " deep.");
        }
        BigDecimal value = product();
        while (true) {
            if (take('+')) {
                value = value.add(product(), PRECISION);
            } else if (take('-')) {
                value = value.subtract(product(), PRECISION);
            } else {
                depth--;
                return value;
            }
        }
    }

    private BigDecimal product() {
        BigDecimal value = signed();
        while (true) {
            if (take('*')) {
                value = value.multiply(signed(), PRECISION);
            } else if (take('/')) {
                BigDecimal by = signed();
                if (by.signum() == 0) {
                    throw new CardFailure.Invalid("The formula divides by 0.");
                }
                value = value.divide(by, PRECISION);
            } else {
                return value;
            }
        }
    }

    private BigDecimal signed() {
        boolean negative = false;
        while (true) {
            if (take('-')) {
                negative = !negative;
            } else if (!take('+')) {
                BigDecimal value = power();
                return negative ? value.negate() : value;
            }
        }
    }

    private BigDecimal power() {
        BigDecimal base = operand();
        if (!take('^')) {
            return base;
        }
        if (++depth > DEEPEST) {
            throw new CardFailure.Invalid("The formula is nested more than " + DEEPEST + " deep.");
        }
        BigDecimal exponent = signed();
        depth--;
        return raised(base, exponent);
    }

    private static BigDecimal raised(BigDecimal base, BigDecimal exponent) {
        if (exponent.abs().compareTo(BigDecimal.valueOf(LARGEST_POWER)) > 0) {
            throw new CardFailure.Invalid(
                    "The formula raises to a power beyond " + LARGEST_POWER + ".");
        }
        if (exponent.stripTrailingZeros().scale() <= 0
                && (base.signum() != 0 || exponent.signum() >= 0)) {
            return base.pow(exponent.intValueExact(), PRECISION);
        }
        double value = Math.pow(base.doubleValue(), exponent.doubleValue());
        if (!Double.isFinite(value)) {
            throw new CardFailure.Invalid("The formula has no finite value.");
        }
        return BigDecimal.valueOf(value);
    }

    private BigDecimal operand() {
        if (take('(')) {
            BigDecimal value = sum();
            if (!take(')')) {
                throw mistake("a closing parenthesis");
            }
            return value;
        }
        if (text.startsWith("{{{", at)) {
            int end = text.indexOf("}}}", at);
            Optional<BigDecimal> value =
                    end < 0 ? Optional.empty() : placeholders.apply(text.substring(at + 3, end));
            if (value.isEmpty()) {
                throw mistake("the key of an input in {{{ and }}}");
            }
            at = end + 3;
            skipBlanks();
            return value.get();
        }
        int start = at;
        at = endOfDigits(at);
        if (at > start && at < text.length() && "eE".indexOf(text.charAt(at)) >= 0) {
            int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
            at = endOfDigits(at + 1 + sign);
        }
        Optional<BigDecimal> number = Numbers.parse(text.substring(start, at));
        if (number.isEmpty()) {
            at = start;
            throw mistake("a number");
        }
        skipBlanks();
        return number.get();
    }

    private int endOfDigits(int from) {
        int end = from;
        while (end < text.length()
                && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private boolean take(char wanted) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            skipBlanks();
            return true;
        }
        return false;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private CardFailure mistake(String expected) {
        return new CardFailure.Invalid(
                "The formula cannot be read: expected "
                        + expected
                        + " at character "
                        + (at + 1)
                        + ".");
    }
}
