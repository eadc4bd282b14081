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
