package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.Optional;

/** Cards that choose between values. */
@Category(Category.BRANCHING)
final class ControlCards {
    private ControlCards() {}

    @Card(
            id = "control.let",
            title = "Assign",
            help =
                    "Gives values names: each output is the input of the same key, converted to the"
                            + " output's type.")
    @Example(
            in =
                    """
                    {"limit": 5, "channel": "alerts"}\
                    """,
            out =
                    """
                    {"limit": 5, "channel": "alerts"}\
                    """)
    @Category(Category.FLOW_CONTROL)
    @Field(source = Source.SAME_AS_INPUTS)
    @Help("The values, converted to the types of the outputs.")
    static CustomFields let(@Help("Values that you name.") CustomFields values) {
        return values;
    }

    record Assigned(@Help("One of the two values") JsonNode output) {}

    @Card(
            id = "control.assignIf",
            title = "Assign If",
            help = "Chooses one of two values by a comparison.")
    @Example(
            in =
                    """
                    {"left-operand": 3, "operator": ">", "right-operand": 2, "valueIfTrue": "many", "valueIfFalse": "few"}\
                    """,
            out =
                    """
                    {"output": "many"}\
                    """)
    static Assigned assignIf(
            @Field(key = "left-operand", label = "value a") @Help("What is compared")
                    Optional<JsonNode> left,
            @Field(label = "comparison") @Help("How it is compared; == when left out")
                    Optional<String> operator,
            @Field(key = "right-operand", label = "value b") @Help("What it is compared with")
                    Optional<JsonNode> right,
            @Field(label = "value if true") @Help("The output when the comparison holds")
                    Optional<JsonNode> valueIfTrue,
            @Field(label = "value if false") @Help("The output when it does not")
                    Optional<JsonNode> valueIfFalse,
            CardContext context) {
        boolean holds = Operands.hold(left, operator.orElse("=="), right, context);
        return new Assigned((holds ? valueIfTrue : valueIfFalse).orElse(NullNode.getInstance()));
    }

    record Found(@Help("The value of that key, else the other one") JsonNode result) {}

    @Card(
            id = "control.lookup",
            title = "Lookup",
            help =
                    "Looks a text up among keys. A number is looked up by its text, nothing by the"
                            + " key null.")
    @Example(
            in =
                    """
                    {"key": "b", "options": {"a": "first", "b": "second"}, "else": "none"}\
                    """,
            out =
                    """
                    {"result": "second"}\
                    """)
    @Example(
            in =
                    """
                    {"key": "c", "options": {"a": "first"}, "else": "none"}\
                    """,
            out =
                    """
                    {"result": "none"}\
                    """)
    static Found lookup(
            @Field(label = "Value") @Help("What is looked up") Optional<JsonNode> key,
            @Field(key = "else") @Help("The result when there is no such key")
                    Optional<JsonNode> otherwise,
            @Field(group = "options") CustomFields options) {
        String wanted =
                key.map(value -> Conversion.convert(value, ValueType.TEXT).textValue())
                        .orElse("null");
        JsonNode found = options.values().get(wanted);
        return new Found(found != null ? found : otherwise.orElse(NullNode.getInstance()));
    }
}
