package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Dates;
import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.ValueType;

import java.util.Optional;

/** Cards on true and false; null counts as false. */
@Category(Category.TRUE_OR_FALSE)
final class BooleanCards {
    private BooleanCards() {}

    record Truth(@Help("True or false") boolean output) {}

    @Card(id = "boolean.and", title = "And", help = "True when all inputs are true.")
    @Example(
            in =
                    """
                    {"a": true, "b": true, "c": false}\
                    """,
            out =
                    """
                    {"output": false}\
                    """)
    static Truth and(
            @Field(label = "input 1") @Help("The first") boolean a,
            @Field(label = "input 2") @Help("The second") boolean b,
            @Field(type = FieldType.BOOLEAN) @Help("Further inputs.") CustomFields more) {
        return new Truth(a && b && more.values().values().stream().allMatch(BooleanCards::isTrue));
    }

    @Card(id = "boolean.or", title = "Or", help = "True when at least one input is true.")
    @Example(
            in =
                    """
                    {"a": false, "b": false, "c": true}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    static Truth or(
            @Field(label = "input 1") @Help("The first") boolean a,
            @Field(label = "input 2") @Help("The second") boolean b,
            @Field(type = FieldType.BOOLEAN) @Help("Further inputs.") CustomFields more) {
        return new Truth(a || b || more.values().values().stream().anyMatch(BooleanCards::isTrue));
    }

    @Card(
            id = "boolean.xor",
            title = "Or (Exclusive)",
            help = "True when exactly one of two inputs is true.")
    @Example(
            in =
                    """
                    {"a": true, "b": false}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    static Truth xor(
            @Field(label = "input 1") @Help("The first") boolean a,
            @Field(label = "input 2") @Help("The second") boolean b) {
        return new Truth(a != b);
    }

    @Card(
            id = "boolean.xnor",
            title = "XNOR",
            help = "True when two inputs are equal: both true or both false.")
    @Example(
            in =
                    """
                    {"a": false, "b": false}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    @Example(
            in =
                    """
                    {"a": true, "b": false}\
                    """,
            out =
                    """
                    {"output": false}\
                    """)
    static Truth xnor(
            @Field(label = "input 1") @Help("The first") boolean a,
            @Field(label = "input 2") @Help("The second") boolean b) {
        return new Truth(a == b);
    }

    @Card(id = "boolean.not", title = "Not", help = "True when the input is not.")
    @Example(
            in =
                    """
                    {"a": true}\
                    """,
            out =
                    """
                    {"output": false}\
                    """)
    @Example(
            in =
                    """
                    {"a": false}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    @Example(
            in =
                    """
                    {"a": null}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    static Not not(@Field(label = "input field") @Help("The input") boolean a) {
        return new Not(!a);
    }

    record Not(@Field(label = "result") @Help("The opposite") boolean output) {}

    @Card(id = "boolean.nor", title = "All False?", help = "True when no input is true.")
    @Example(
            in =
                    """
                    {"a": false, "b": false}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    @Example(
            in =
                    """
                    {"a": false, "b": true}\
                    """,
            out =
                    """
                    {"output": false}\
                    """)
    static AllFalse nor(
            @Field(label = "input 1") @Help("The first") boolean a,
            @Field(label = "input 2") @Help("The second") boolean b,
            @Field(type = FieldType.BOOLEAN) @Help("Further inputs.") CustomFields more) {
        return new AllFalse(!or(a, b, more).output());
    }

    record AllFalse(
            @Field(label = "all false?") @Help("Whether no input is true") boolean output) {}

    @Card(
            id = "boolean.nand",
            title = "Any False?",
            help = "True when at least one input is false.")
    @Example(
            in =
                    """
                    {"a": true, "b": true}\
                    """,
            out =
                    """
                    {"output": false}\
                    """)
    @Example(
            in =
                    """
                    {"a": true, "b": true, "c": false}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    static AnyFalse nand(
            @Field(label = "input 1") @Help("The first") boolean a,
            @Field(label = "input 2") @Help("The second") boolean b,
            @Field(type = FieldType.BOOLEAN) @Help("Further inputs.") CustomFields more) {
        return new AnyFalse(!and(a, b, more).output());
    }

    record AnyFalse(
            @Field(label = "any false?") @Help("Whether an input is false") boolean output) {}

    @Card(
            id = "boolean.expression",
            title = "Expression",
            help =
                    "Evaluates an expression with and, or, xor, not, comparisons and everything"
                        + " that Formula knows. Each {{{key}}} is the value of that input: 0, an"
                        + " empty text and the text false count as false. Texts are compared with"
                        + " Compare.")
    @Example(
            in =
                    """
                    {"_text_": "true and (true or false) and (4>pi)"}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    @Example(
            in =
                    """
                    {"_text_": "({{{a}}}<{{{b}}}) and ({{{c}}}> 1)", "a": 3, "b": 5, "c": 2}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    @Example(
            in =
                    """
                    {"_text_": "(not {{{a}}}) and (not {{{b}}})", "a": false, "b": ""}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    @Example(
            in =
                    """
                    {"_text_": "1 xor 1"}\
                    """,
            out =
                    """
                    {"output": false}\
                    """)
    @Example(
            in =
                    """
                    {"_text_": "true or false and false"}\
                    """,
            out =
                    """
                    {"output": true}\
                    """)
    static Truth expression(
            @Field(
                            type = FieldType.MULTILINE_TEXT,
                            key = "_text_",
                            label = "Expression",
                            check = Formula.TruthCheck.class)
                    @Help("The expression")
                    String text,
            @Help("Values that the expression names by their keys.") CustomFields values,
            CardContext context) {
        return new Truth(
                Formula.ofTruth(text)
                        .truth(
                                key -> operand(values, key, context),
                                () -> MathCards.chance(context)));
    }

    /** The value of an input; of a date its milliseconds since 1970, so that it can be compared. */
    private static Optional<JsonNode> operand(
            CustomFields values, String key, CardContext context) {
        return Optional.ofNullable(values.values().get(key))
                .map(value ->
                        context.inputType("", key).equals(ValueType.DATE) && value.isTextual()
                                ? Dates.parse(value.textValue())
                                        .map(date -> Numbers.node(date.toEpochMilli()))
                                        .orElse(value)
                                : value);
    }

    record Compared(@Help("Whether the comparison holds") boolean result) {}

    @Card(
            id = "boolean.compare",
            title = "Compare",
            help =
                    "Compares two values. The types of the inputs decide how: numbers by "
                            + "size, text alphabetically.")
    @Example(
            in =
                    """
                    {"left-operand": 80, "operator": ">", "right-operand": "9"}\
                    """,
            out =
                    """
                    {"result": true}\
                    """)
    @Example(
            in =
                    """
                    {"left-operand": "80", "operator": ">", "right-operand": "9"}\
                    """,
            out =
                    """
                    {"result": false}\
                    """)
    static Compared compare(
            @Field(key = "left-operand", label = "value a") @Help("What is compared")
                    Optional<JsonNode> left,
            @Field(type = FieldType.COMPARISON, label = "comparison") @Help("How it is compared")
                    String operator,
            @Field(key = "right-operand", label = "value b") @Help("What it is compared with")
                    Optional<JsonNode> right,
            CardContext context) {
        return new Compared(Operands.hold(left, operator, right, context));
    }

    private static boolean isTrue(JsonNode value) {
        return Conversion.convert(value, ValueType.BOOLEAN).booleanValue();
    }
}
