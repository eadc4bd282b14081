package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Cards that round numbers and choose among them; null is ignored. */
@Category(Category.NUMBER)
final class NumberCards {
    private static final int MOST_DECIMALS = 100;

    private NumberCards() {}

    record Number(@Help("The result") BigDecimal output) {}

    @Card(id = "math.floor", title = "Round Down", help = "Rounds down to a whole number.")
    @Example(
            in =
                    """
                    {"a": 2.9}\
                    """,
            out =
                    """
                    {"output": 2}\
                    """)
    @Example(
            in =
                    """
                    {"a": -2.1}\
                    """,
            out =
                    """
                    {"output": -3}\
                    """)
    static Number floor(@Field(label = "number") @Help("The number") Optional<BigDecimal> a) {
        return new Number(a.orElse(BigDecimal.ZERO).setScale(0, RoundingMode.FLOOR));
    }

    @Card(id = "math.truncate", title = "Truncate", help = "Cuts off decimals without rounding.")
    @Example(
            in =
                    """
                    {"a": -2.987, "decimals": 1}\
                    """,
            out =
                    """
                    {"output": -2.9}\
                    """)
    @Example(
            in =
                    """
                    {"a": 2.987}\
                    """,
            out =
                    """
                    {"output": 2}\
                    """)
    static Number truncate(
            @Field(label = "number") @Help("The number") Optional<BigDecimal> a,
            @Field(whenBlank = "0", label = "decimal points") @Help("How many decimals are kept")
                    Optional<Integer> decimals) {
        int kept = decimals.orElse(0);
        if (kept < 0 || kept > MOST_DECIMALS) {
            throw new CardFailure.Invalid(
                    "The input \"decimals\" is " + kept + ", expected 0 to " + MOST_DECIMALS + ".");
        }
        return new Number(a.orElse(BigDecimal.ZERO).setScale(kept, RoundingMode.DOWN));
    }

    @Card(
            id = "math.absolute",
            formerly = {"math.abs", "math.absoluteValue"},
            title = "Absolute Value",
            help = "Returns a number without its sign.")
    @Example(
            in =
                    """
                    {"a": -7}\
                    """,
            out =
                    """
                    {"output": 7}\
                    """)
    static Number absolute(@Field(label = "number") @Help("The number") Optional<BigDecimal> a) {
        return new Number(a.orElse(BigDecimal.ZERO).abs());
    }

    @Card(id = "math.min", title = "Minimum", help = "Returns the smallest of the given numbers.")
    @Example(
            in =
                    """
                    {"a": 3, "b": -1, "c": 2}\
                    """,
            out =
                    """
                    {"output": -1}\
                    """)
    static Number min(
            @Field(label = "number 1") @Help("The first number, or a list of numbers")
                    Optional<JsonNode> a,
            @Field(label = "number 2") @Help("The second number") Optional<JsonNode> b,
            @Help("Further numbers, or lists of them.") CustomFields more) {
        return new Number(Collections.min(given(a, b, more)));
    }

    @Card(id = "math.max", title = "Maximum", help = "Returns the largest of the given numbers.")
    @Example(
            in =
                    """
                    {"a": [3, 10], "b": 4}\
                    """,
            out =
                    """
                    {"output": 10}\
                    """)
    static Number max(
            @Field(label = "number 1") @Help("The first number, or a list of numbers")
                    Optional<JsonNode> a,
            @Field(label = "number 2") @Help("The second number") Optional<JsonNode> b,
            @Help("Further numbers, or lists of them.") CustomFields more) {
        return new Number(Collections.max(given(a, b, more)));
    }

    private static List<BigDecimal> given(
            Optional<JsonNode> a, Optional<JsonNode> b, CustomFields more) {
        var numbers = new ArrayList<BigDecimal>();
        a.ifPresent(value -> add(numbers, "a", value));
        b.ifPresent(value -> add(numbers, "b", value));
        more.values().forEach((input, value) -> add(numbers, input, value));
        if (numbers.isEmpty()) {
            throw new CardFailure.Invalid("All inputs are blank, expected at least one number.");
        }
        return numbers;
    }

    private static void add(List<BigDecimal> numbers, String input, JsonNode value) {
        if (value.isArray()) {
            value.forEach(item -> add(numbers, input, item));
        } else {
            number(input, value).ifPresent(numbers::add);
        }
    }

    /** The number in an input that the author of a flow added; empty when it is blank. */
    static Optional<BigDecimal> number(String input, JsonNode value) {
        try {
            JsonNode number = Conversion.convert(value, ValueType.NUMBER);
            return number.isNull() ? Optional.empty() : Optional.of(Numbers.decimal(number));
        } catch (TypeMismatch mismatch) {
            throw new CardFailure.Invalid(
                    "Invalid type conversion at input \""
                            + input
                            + "\": "
                            + mismatch.getMessage()
                            + ".");
        }
    }

    @Card(
            id = "math.modulus",
            formerly = "math.remainder",
            title = "Modulus",
            help = "Returns the remainder of a division; it has the sign of the dividend.")
    @Example(
            in =
                    """
                    {"a": 17, "b": 5}\
                    """,
            out =
                    """
                    {"output": 2}\
                    """)
    static Number modulus(
            @Field(label = "number") @Help("The dividend") Optional<BigDecimal> a,
            @Field(label = "divided by") @Help("The divisor") BigDecimal b) {
        if (b.signum() == 0) {
            throw new CardFailure.Invalid("The input \"b\" is 0; a number cannot be divided by 0.");
        }
        return new Number(a.orElse(BigDecimal.ZERO).remainder(b));
    }

    @Card(
            id = "math.sqrt",
            formerly = "math.squareRoot",
            title = "Square Root",
            help =
                    "Returns the square root, to 34 digits. The root of a negative number "
                            + "is an error.")
    @Example(
            in =
                    """
                    {"a": 2.25}\
                    """,
            out =
                    """
                    {"output": 1.5}\
                    """)
    static Number sqrt(@Field(label = "number") @Help("The number") Optional<BigDecimal> a) {
        BigDecimal number = a.orElse(BigDecimal.ZERO);
        if (number.signum() < 0) {
            throw new CardFailure.Invalid(
                    "The input \"a\" is negative; only numbers from 0 have a square root.");
        }
        return new Number(number.sqrt(MathContext.DECIMAL128));
    }
}
