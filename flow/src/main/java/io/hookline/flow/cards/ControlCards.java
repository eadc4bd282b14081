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
import io.hookline.flow.card.FieldType;
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
                    "Names values: each output is the input of the same key, converted to "
                            + "the type of the output.")
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

    record Assigned(@Help("The chosen value") JsonNode output) {}

    @Card(
            id = "control.assignIf",
            title = "Assign If",
            help = "Returns one of two values, depending on a comparison.")
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
            @Field(type = FieldType.COMPARISON, whenBlank = "==", label = "comparison")
                    @Help("How it is compared")
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

    record Found(@Help("The result of that key, or the default") JsonNode result) {}

    @Card(
            id = "control.lookup",
            title = "Lookup",
            help =
                    "Returns the result that belongs to a text. A number is looked up as "
                            + "text, null under the key null.")
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
            @Field(group = "options") @Help("Results by the text that is looked up.")
                    CustomFields options) {
        String wanted =
                key.filter(value -> !isEmptyText(value) || options.values().containsKey(""))
                        .map(value -> Conversion.convert(value, ValueType.TEXT).textValue())
                        .orElse("null");
        // a text field makes an empty text of null, so that both are looked up alike
        JsonNode found = options.values().get(wanted);
        return new Found(found != null ? found : otherwise.orElse(NullNode.getInstance()));
    }

    private static boolean isEmptyText(JsonNode value) {
        return value.isTextual() && value.textValue().isEmpty();
    }
}
