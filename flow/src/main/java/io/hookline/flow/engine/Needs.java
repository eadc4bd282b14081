package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.value.ValueType;

/**
 * Which inputs a card cannot do without, for the engine and for what is said before a flow runs.
 */
final class Needs {
    private Needs() {}

    /** Whether null is a value of the type: an empty list, an empty object or false. */
    static boolean nullIsValue(ValueType type) {
        return type.list()
                || type.kind() == ValueType.Kind.OBJECT
                || type.kind() == ValueType.Kind.BOOLEAN;
    }

    /**
     * Whether an empty text that was given is a text like any other: for the engine's cards, each
     * of which defines what it makes of it. What names something in another system, and secrets,
     * must be there.
     */
    static boolean takesEmptyText(CardDefinition card, FieldDefinition field) {
        return !field.form().secret()
                && field.form().choices().isEmpty()
                && (takesAnything(card, field)
                        || card.connector().isEmpty() && field.type().equals(ValueType.TEXT));
    }

    /** Whether any value will do, even an empty text. */
    static boolean takesAnything(CardDefinition card, FieldDefinition field) {
        return card.connector().isEmpty() && field.type().equals(ValueType.ANY);
    }

    /** Whether nothing is there, or a text of no characters. */
    static boolean isEmptyText(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || value.isTextual() && value.textValue().isEmpty();
    }
}
