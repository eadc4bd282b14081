package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Numbers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BinaryOperator;
import java.util.random.RandomGenerator;

/** Cards that calculate with decimals; null counts as 0. */
@Category(Category.NUMBER)
final class MathCards {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private MathCards() {}

    record Number(@Help("The result") BigDecimal output) {}

    @Card(id = "math.add", title = "Add", help = "Adds numbers.")
    @Example(
            in =
                    """
                    {"a": 1, "b": 2.5, "c": 3}\
                    """,
            out =
                    """
                    {"output": 6.5}\
                    """)
    static Number add(
            @Field(label = "number 1") @Help("The first number") Optional<BigDecimal> a,
            @Field(label = "number 2") @Help("The second number") Optional<BigDecimal> b,
            @Field(type = FieldType.NUMBER) @Help("Further numbers.") CustomFields more) {
        return new Number(all(a, b, more, BigDecimal.ZERO, BigDecimal::add));
    }

    @Card(id = "math.multiply", title = "Multiply", help = "Multiplies numbers.")
    @Example(
            in =
                    """
                    {"a": 3, "b": 1000}\
                    """,
            out =
                    """
                    {"output": 3000}\
                    """)
    static Number multiply(
            @Field(label = "number 1") @Help("The first number") Optional<BigDecimal> a,
            @Field(label = "number 2") @Help("The second number") Optional<BigDecimal> b,
            @Field(type = FieldType.NUMBER) @Help("Further numbers.") CustomFields more) {
        return new Number(
                all(a, b, more, BigDecimal.ONE, (x, y) -> x.multiply(y, MathContext.DECIMAL128)));
    }

    @Card(id = "math.subtract", title = "Subtract", help = "Subtracts one number from another.")
    @Example(
            in =
                    """
                    {"a": 5, "b": 7}\
                    """,
            out =
                    """
                    {"output": -2}\
                    """)
    static Number subtract(
            @Field(label = "number") @Help("The number to subtract from") Optional<BigDecimal> a,
            @Field(label = "subtract") @Help("The number to subtract") Optional<BigDecimal> b) {
        return new Number(orZero(a).subtract(orZero(b)));
    }

    record Divided(
            @Help("The result") BigDecimal output,
            @Help("The result as a percentage") String percentage) {}

    @Card(
            id = "math.divide",
            title = "Divide",
            help = "Divides, rounded to a number of decimals. Division by 0 is an error.")
    @Example(
            in =
                    """
                    {"a": 1, "b": 4, "decimals": 2}\
                    """,
            out =
                    """
                    {"output": 0.25, "percentage": "25%"}\
                    """)
    @Example(
            in =
                    """
                    {"a": 2, "b": 3}\
                    """,
            out =
                    """
                    {"output": 0.6667, "percentage": "66.67%"}\
                    """)
    static Divided divide(
            @Field(label = "Number") @Help("The dividend") Optional<BigDecimal> a,
            @Field(label = "Divided by") @Help("The divisor") Optional<BigDecimal> b,
            @Field(whenBlank = "4", label = "Number of decimal points")
                    @Help("How many decimals are kept")
                    Optional<Integer> decimals) {
        if (orZero(b).signum() == 0) {
            throw new CardFailure.Invalid("A number cannot be divided by 0.");
        }
        BigDecimal result =
                orZero(a)
                        .divide(
                                b.get(),
                                Math.clamp(decimals.orElse(4), 0, 100),
                                RoundingMode.HALF_UP);
        return new Divided(result, Numbers.text(Numbers.node(result.movePointRight(2))) + "%");
    }

    @Card(id = "math.ceil", title = "Round Up", help = "Rounds up to a whole number.")
    @Example(
            in =
                    """
                    {"a": 2.1}\
                    """,
            out =
                    """
                    {"output": 3}\
                    """)
    static Number ceil(@Field(label = "number") @Help("The number") Optional<BigDecimal> a) {
        return new Number(orZero(a).setScale(0, RoundingMode.CEILING));
    }

    @Card(
            id = "math.round",
            title = "Round",
            help = "Rounds to the nearest whole number; halves are rounded up.")
    @Example(
            in =
                    """
                    {"a": 2.5}\
                    """,
            out =
                    """
                    {"output": 3}\
                    """)
    @Example(
            in =
                    """
                    {"a": -2.5}\
                    """,
            out =
                    """
                    {"output": -2}\
                    """)
    static Number round(@Field(label = "number") @Help("The number") Optional<BigDecimal> a) {
        return new Number(orZero(a).add(HALF).setScale(0, RoundingMode.FLOOR));
    }

    @Card(
            id = "math.random",
            title = "Random Integer",
            help = "Returns a random whole number.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"a": 1, "b": 7}\
                    """,
            out =
                    """
                    {"output": 4}\
                    """)
    static Number random(
            @Field(label = "Greater than or equal to") @Help("The smallest possible result") long a,
            @Field(label = "Less than") @Help("The upper limit, not included") long b) {
        if (a >= b) {
            throw new CardFailure.Invalid(
                    "There is no whole number from " + a + " up to, not including, " + b + ".");
        }
        return new Number(BigDecimal.valueOf(ThreadLocalRandom.current().nextLong(a, b)));
    }

    @Card(
            id = "math.expression",
            title = "Formula",
            help =
                    "Evaluates a formula with + - * / % ^ !, bits (& | ^| ~ << >>), parentheses,"
                        + " pi, e and functions such as max, round and sqrt. Each {{{key}}} is the"
                        + " number of that input; # begins a comment.")
    @Example(
            in =
                    """
                    {"_text_": "({{{a}}} + 2) * -3 ^ 2 / 2", "a": 4}\
                    """,
            out =
                    """
                    {"output": -27}\
                    """)
    @Example(
            in =
                    """
                    {"_text_": "max({{{a}}},{{{b}}})", "a": 10, "b": 12}\
                    """,
            out =
                    """
                    {"output": 12}\
                    """)
    @Example(
            in =
                    """
                    {"_text_": "pi*(max(10,11,12)^2) # the area"}\
                    """,
            out =
                    """
                    {"output": 452.3893421169302}\
                    """)
    static Number expression(
            @Field(
                            type = FieldType.MULTILINE_TEXT,
                            key = "_text_",
                            label = "Formula",
                            check = Formula.NumberCheck.class)
                    @Help("The formula")
                    String text,
            @Field(type = FieldType.NUMBER) @Help("Numbers that the formula names by their keys.")
                    CustomFields values,
            CardContext context) {
        return new Number(
                Formula.ofNumber(text)
                        .number(
                                key -> Optional.ofNullable(values.values().get(key)),
                                () -> chance(context)));
    }

    /**
     * Chance that is the same when the card is computed again after a crash, and another one in
     * every execution.
     */
    static RandomGenerator chance(CardContext context) {
        return new SplittableRandom(
                UUID.nameUUIDFromBytes(
                                ("chance " + context.idempotencyKey())
                                        .getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits());
    }

    private static BigDecimal all(
            Optional<BigDecimal> a,
            Optional<BigDecimal> b,
            CustomFields more,
            BigDecimal neutral,
            BinaryOperator<BigDecimal> operator) {
        BigDecimal result = operator.apply(operator.apply(neutral, orZero(a)), orZero(b));
        for (var entry : more.values().entrySet()) {
            result = operator.apply(result, number(entry.getKey(), entry.getValue()));
        }
        return result;
    }

    private static BigDecimal number(String input, JsonNode value) {
        return NumberCards.number(input, value).orElse(BigDecimal.ZERO);
    }

    private static BigDecimal orZero(Optional<BigDecimal> number) {
        return number.orElse(BigDecimal.ZERO);
    }
}
