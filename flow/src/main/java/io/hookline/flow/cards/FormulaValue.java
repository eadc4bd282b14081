package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.cards.FormulaTree.Function;
import io.hookline.flow.value.Numbers;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** A value while a formula is calculated. */
sealed interface FormulaValue {
    MathContext PRECISION = MathContext.DECIMAL128;
    int LARGEST_POWER = 1_000;
    int LARGEST_FACTORIAL = 200;

    /** More digits than this cannot be the value of any field. */
    int MOST_DIGITS = 400;

    /** A number; not exact when a floating-point function had a part in it. */
    record Number(BigDecimal value, boolean exact) implements FormulaValue {
        double asDouble() {
            return value.doubleValue();
        }

        /** As an output holds it: what is not exact has the digits of a double. */
        BigDecimal decimal() {
            return exact ? value : BigDecimal.valueOf(value.doubleValue());
        }
    }

    record Truth(boolean value) implements FormulaValue {}

    /** A text, of which only whether it says something can be used. */
    record Text(String text, String key) implements FormulaValue {}

    /** What an input holds; a text that spells a number counts as that number. */
    static FormulaValue of(JsonNode value, String key) {
        return switch (value.getNodeType()) {
            case NUMBER -> new Number(Numbers.decimal(value), true);
            case BOOLEAN -> new Truth(value.booleanValue());
            case NULL, MISSING -> new Text("", key);
            case STRING -> new Text(value.textValue(), key);
            default ->
                    throw new CardFailure.Invalid(
                            "The input \""
                                    + key
                                    + "\" holds "
                                    + (value.isArray() ? "a list" : "an object")
                                    + ", with which a formula cannot calculate; a list can stand"
                                    + " alone as an argument of a function.");
        };
    }

    /** As a number: true is 1, nothing is 0. */
    default Number number() {
        return switch (this) {
            case Number number -> number;
            case Truth truth -> new Number(truth.value() ? BigDecimal.ONE : BigDecimal.ZERO, true);
            case Text text ->
                    new Number(
                            text.text().isBlank()
                                    ? BigDecimal.ZERO
                                    : Numbers.parse(text.text()).orElseThrow(() -> noNumber(text)),
                            true);
        };
    }

    private static CardFailure noNumber(Text text) {
        return new CardFailure.Invalid(
                "The input \""
                        + text.key()
                        + "\" is a text of "
                        + text.text().length()
                        + " characters that spells no number. Texts are compared with the card"
                        + " Compare.");
    }

    /** Whether it counts as true: a number other than 0, a text other than null and false. */
    default boolean truth() {
        return switch (this) {
            case Number number -> number.value().signum() != 0;
            case Truth truth -> truth.value();
            case Text text ->
                    !text.text().isEmpty()
                            && !text.text().equals("null")
                            && !text.text().equals("false");
        };
    }

    static FormulaValue prefixed(String operator, FormulaValue operand) {
        if (operator.equals("not")) {
            return new Truth(!operand.truth());
        }
        Number number = operand.number();
        return switch (operator) {
            case "-" -> new Number(number.value().negate(), number.exact());
            case "~" -> new Number(new BigDecimal(whole(number, "~").not()), true);
            case "!" -> factorial(number);
            default -> number;
        };
    }

    static FormulaValue between(FormulaValue left, String operator, FormulaValue right) {
        if (operator.equals("xor")) {
            return new Truth(left.truth() != right.truth());
        }
        Number a = left.number();
        Number b = right.number();
        int order = a.value().compareTo(b.value());
        return switch (operator) {
            case "==" -> new Truth(order == 0);
            case "!=" -> new Truth(order != 0);
            case "<" -> new Truth(order < 0);
            case "<=" -> new Truth(order <= 0);
            case ">" -> new Truth(order > 0);
            case ">=" -> new Truth(order >= 0);
            case "&" -> bits(whole(a, "&").and(whole(b, "&")));
            case "|" -> bits(whole(a, "|").or(whole(b, "|")));
            case "^|" -> bits(whole(a, "^|").xor(whole(b, "^|")));
            case "<<" -> bits(whole(a, "<<").shiftLeft(places(b)));
            case ">>" -> bits(whole(a, ">>").shiftRight(places(b)));
            default -> checked(calculated(a.value(), operator, b.value()), a.exact() && b.exact());
        };
    }

    private static Number calculated(BigDecimal a, String operator, BigDecimal b) {
        return switch (operator) {
            case "+" -> exact(a.add(b, PRECISION));
            case "-" -> exact(a.subtract(b, PRECISION));
            case "*" -> exact(a.multiply(b, PRECISION));
            case "/" -> {
                refuseZero(b);
                yield exact(a.divide(b, PRECISION));
            }
            case "%" -> {
                refuseZero(b);
                BigDecimal rest = a.remainder(b);
                // the rest has the sign of the divisor
                yield exact(rest.signum() * b.signum() < 0 ? rest.add(b) : rest);
            }
            case "^" -> raised(a, b);
            default -> throw new IllegalStateException("no operator " + operator);
        };
    }

    private static void refuseZero(BigDecimal divisor) {
        if (divisor.signum() == 0) {
            throw new CardFailure.Invalid("The formula divides by 0.");
        }
    }

    /** A number within the magnitude of fields; what is too small to matter is 0. */
    private static Number checked(Number number, boolean exact) {
        BigDecimal value = number.value();
        long digits = (long) value.precision() - value.scale();
        if (value.signum() != 0 && digits > MOST_DIGITS) {
            throw new CardFailure.Invalid(
                    "The formula comes to a number of more than " + MOST_DIGITS + " digits.");
        }
        return new Number(digits < -MOST_DIGITS ? BigDecimal.ZERO : value, exact && number.exact());
    }

    private static Number exact(BigDecimal value) {
        return new Number(value, true);
    }

    private static Number bits(BigInteger value) {
        return checked(exact(new BigDecimal(value)), true);
    }

    static Number inexact(double value, String function) {
        if (!Double.isFinite(value)) {
            throw new CardFailure.Invalid(
                    "The formula has no value: " + function + " of this number is not defined.");
        }
        return new Number(new BigDecimal(value), false);
    }

    static Number raised(BigDecimal base, BigDecimal exponent) {
        if (exponent.abs().compareTo(BigDecimal.valueOf(LARGEST_POWER)) > 0) {
            throw new CardFailure.Invalid(
                    "The formula raises to a power beyond " + LARGEST_POWER + ".");
        }
        if (isWhole(exponent) && (base.signum() != 0 || exponent.signum() >= 0)) {
            return exact(base.pow(exponent.intValueExact(), PRECISION));
        }
        double value = Math.pow(base.doubleValue(), exponent.doubleValue());
        return inexact(value, "the power");
    }

    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private static BigInteger whole(Number number, String operator) {
        if (!isWhole(number.value()) || number.value().abs().compareTo(TWO_TO_53) > 0) {
            throw new CardFailure.Invalid(
                    "The formula uses "
                            + operator
                            + " with a number that is not whole, or beyond 2^53.");
        }
        return number.value().toBigInteger();
    }

    BigDecimal TWO_TO_53 = new BigDecimal(BigInteger.ONE.shiftLeft(53));

    private static int places(Number number) {
        BigInteger places = whole(number, "a shift");
        if (places.signum() < 0 || places.bitLength() > 6) {
            throw new CardFailure.Invalid("The formula shifts by fewer than 0 or more than 63.");
        }
        return places.intValueExact();
    }

    static Number factorial(Number of) {
        BigDecimal number = of.value();
        if (number.signum() < 0
                || !isWhole(number)
                || number.compareTo(BigDecimal.valueOf(LARGEST_FACTORIAL)) > 0) {
            throw new CardFailure.Invalid(
                    "A factorial is that of a whole number from 0 to " + LARGEST_FACTORIAL + ".");
        }
        BigInteger product = BigInteger.ONE;
        for (int i = 2; i <= number.intValueExact(); i++) {
            product = product.multiply(BigInteger.valueOf(i));
        }
        return exact(new BigDecimal(product));
    }

    /** The logarithm; whole where the number is a power of the base. */
    static Number logarithm(BigDecimal number, BigDecimal base) {
        double value = Math.log(number.doubleValue()) / Math.log(base.doubleValue());
        Number result = inexact(value, "log");
        long near = Math.round(value);
        boolean power =
                Math.abs(near) <= LARGEST_POWER
                        && base.signum() > 0
                        && base.pow((int) near, PRECISION).compareTo(number) == 0;
        return power ? exact(BigDecimal.valueOf(near)) : result;
    }

    static Number call(Function function, List<Number> arguments) {
        Number first = arguments.getFirst();
        BigDecimal value = first.value();
        Number result =
                switch (function) {
                    case ABS -> exact(value.abs());
                    case CEIL -> exact(value.setScale(0, RoundingMode.CEILING));
                    case FLOOR -> exact(value.setScale(0, RoundingMode.FLOOR));
                    case MIN -> arguments.stream().min(BY_SIZE).orElseThrow();
                    case MAX -> arguments.stream().max(BY_SIZE).orElseThrow();
                    case ROUND ->
                            exact(
                                    value.setScale(
                                            arguments.size() == 1 ? 0 : decimals(arguments.get(1)),
                                            RoundingMode.HALF_UP));
                    case POW -> raised(value, arguments.get(1).value());
                    case SQRT -> root(value);
                    case LOG ->
                            arguments.size() == 2
                                    ? logarithm(value, arguments.get(1).value())
                                    : of(Math::log, value, function);
                    case LOG10 -> logarithm(value, BigDecimal.TEN);
                    case EXP -> of(Math::exp, value, function);
                    case SIN -> of(Math::sin, value, function);
                    case COS -> of(Math::cos, value, function);
                    case TAN -> of(Math::tan, value, function);
                    case ASIN -> of(Math::asin, value, function);
                    case ACOS -> of(Math::acos, value, function);
                    case ATAN -> of(Math::atan, value, function);
                    case SINH -> of(Math::sinh, value, function);
                    case COSH -> of(Math::cosh, value, function);
                    case TANH -> of(Math::tanh, value, function);
                    case RANDOM -> throw new IllegalStateException("random is made elsewhere");
                };
        boolean rounds =
                function == Function.CEIL
                        || function == Function.FLOOR
                        || function == Function.ROUND;
        return checked(result, rounds || arguments.stream().allMatch(Number::exact));
    }

    Comparator<Number> BY_SIZE = Comparator.comparing(Number::value);

    private static int decimals(Number number) {
        if (!isWhole(number.value())
                || number.value().signum() < 0
                || number.value().compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new CardFailure.Invalid("The formula rounds to 0 to 100 decimals.");
        }
        return number.value().intValueExact();
    }

    private static Number root(BigDecimal value) {
        if (value.signum() < 0) {
            throw new CardFailure.Invalid(
                    "The formula has no value: sqrt of a negative number is not defined.");
        }
        BigDecimal root = value.sqrt(PRECISION);
        return new Number(root, root.multiply(root).compareTo(value) == 0);
    }

    private static Number of(DoubleUnaryOperator of, BigDecimal value, Function function) {
        return inexact(of.applyAsDouble(value.doubleValue()), function.word());
    }
}
