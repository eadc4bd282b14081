package io.hookline.flow.cards;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.cards.FormulaTree.Function;
import io.hookline.flow.cards.FormulaValue.Number;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Cards that are one function of a formula; a blank number is 0. */
@Category(Category.NUMBER)
final class NumberFormCards {
    private NumberFormCards() {}

    record Result(@Help("The result") BigDecimal output) {}

    @Card(
            id = "math.exponent",
            title = "Exponent",
            help = "Raises e, the base of natural logarithms, to a power.")
    @Example(
            in =
                    """
                    {"a": 0}\
                    """,
            out =
                    """
                    {"output": 1}\
                    """)
    @Example(
            in =
                    """
                    {"a": 1}\
                    """,
            out =
                    """
                    {"output": 2.718281828459045}\
                    """)
    static Result exponent(@Field(label = "number") @Help("The power") Optional<BigDecimal> a) {
        return called(Function.EXP, number(a));
    }

    @Card(
            id = "math.factorial",
            title = "Factorial",
            help =
                    "Multiplies the whole numbers from 1 up to a number, at most 200. The factorial"
                            + " of 0 is 1, that of a negative number 0.")
    @Example(
            in =
                    """
                    {"a": 5}\
                    """,
            out =
                    """
                    {"output": 120}\
                    """)
    @Example(
            in =
                    """
                    {"a": 0}\
                    """,
            out =
                    """
                    {"output": 1}\
                    """)
    @Example(
            in =
                    """
                    {"a": -3}\
                    """,
            out =
                    """
                    {"output": 0}\
                    """)
    static Result factorial(@Field(label = "number") @Help("The number") Optional<BigDecimal> a) {
        Number number = number(a);
        return number.value().signum() < 0
                ? new Result(BigDecimal.ZERO)
                : new Result(FormulaValue.factorial(number).value());
    }

    @Card(id = "math.increment", title = "Increment", help = "Adds 1 to a number.")
    @Example(
            in =
                    """
                    {"a": 41}\
                    """,
            out =
                    """
                    {"output": 42}\
                    """)
    static Result increment(@Field(label = "number") @Help("The number") Optional<BigDecimal> a) {
        return new Result(number(a).value().add(BigDecimal.ONE));
    }

    @Card(
            id = "math.log",
            title = "Log",
            help = "Returns the logarithm of a number above 0 to a base.")
    @Example(
            in =
                    """
                    {"a": 1000, "b": 10}\
                    """,
            out =
                    """
                    {"output": 3}\
                    """)
    @Example(
            in =
                    """
                    {"a": 8, "b": 2}\
                    """,
            out =
                    """
                    {"output": 3}\
                    """)
    static Result log(
            @Field(label = "input") @Help("The number") BigDecimal a,
            @Field(label = "base", whenBlank = "10") @Help("The base") Optional<BigDecimal> b) {
        return called(
                Function.LOG, new Number(a, true), new Number(b.orElse(BigDecimal.TEN), true));
    }

    @Card(
            id = "math.power",
            title = "Power",
            help = "Raises a base to an exponent. Without an exponent the result is 1.")
    @Example(
            in =
                    """
                    {"a": 2, "b": 10}\
                    """,
            out =
                    """
                    {"output": 1024}\
                    """)
    static Result power(
            @Field(label = "base") @Help("The base") Optional<BigDecimal> a,
            @Field(label = "exponent") @Help("The exponent") Optional<BigDecimal> b) {
        return called(Function.POW, number(a), number(b));
    }

    @Card(
            id = "math.sign",
            title = "Sign",
            help = "Returns -1 for a number below 0, 1 for one above 0, and 0 for 0.")
    @Example(
            in =
                    """
                    {"a": -0.5}\
                    """,
            out =
                    """
                    {"output": -1}\
                    """)
    static Result sign(@Field(label = "number") @Help("The number") Optional<BigDecimal> a) {
        return new Result(BigDecimal.valueOf(number(a).value().signum()));
    }

    private static Number number(Optional<BigDecimal> given) {
        return new Number(given.orElse(BigDecimal.ZERO), true);
    }

    private static Result called(Function function, Number... arguments) {
        return new Result(FormulaValue.call(function, List.of(arguments)).decimal());
    }
}
