package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.CardMethod;
import io.hookline.flow.card.CardMethod.Parameter;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.TypeMismatch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Runs one card by itself, without a flow: to try it. */
public final class CardTrial {
    private CardTrial() {}

    /**
     * Runs a card.
     *
     * @param inputs by key, those of a group in an object of the group's name
     * @return its outputs in the same form
     * @throws CardFailure as in a flow
     */
    public static JsonNode run(CardDefinition card, ObjectNode inputs, CardContext context) {
        CardMethod method =
                card.method()
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "The card " + card.id() + " runs in a flow only."));
        Object[] arguments =
                method.parameters().stream()
                        .map(parameter -> argument(card, parameter, inputs, context))
                        .toArray();
        try {
            return (JsonNode) method.callUnchecked(arguments);
        } catch (TypeMismatch mismatch) {
            throw new CardFailure.Invalid(mismatch.getMessage() + ".");
        }
    }

    private static Object argument(
            CardDefinition card, Parameter parameter, ObjectNode inputs, CardContext context) {
        return switch (parameter) {
            case Parameter.Context its -> context;
            case Parameter.Value value -> value(value, inputs);
            case Parameter.Custom custom -> added(card, custom.group(), inputs);
            case Parameter.Everything everything -> inputs;
        };
    }

    private static Object value(Parameter.Value value, ObjectNode inputs) {
        FieldDefinition field = value.field();
        JsonNode in = field.group().isEmpty() ? inputs : inputs.path(field.group());
        JsonNode given = in.path(field.key());
        Optional<JsonNode> some;
        try {
            some =
                    given.isMissingNode() || Conversion.isBlank(given)
                            ? Optional.empty()
                            : Optional.of(Conversion.convert(given, field.type()));
        } catch (TypeMismatch mismatch) {
            throw new CardFailure.Invalid(
                    "The input \"" + field.name() + "\": " + mismatch.getMessage() + ".");
        }
        if (value.optional()) {
            return some;
        }
        return some.orElseThrow(() ->
                new CardFailure.Invalid(
                        "The input \"" + field.name() + "\" is blank, but the card needs it."));
    }

    private static CustomFields added(CardDefinition card, String group, ObjectNode inputs) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        inputs.path(group)
                .properties()
                .forEach(field -> {
                    boolean named =
                            card.inputs().stream()
                                    .anyMatch(declared -> declared.is(group, field.getKey()));
                    if (!named) {
                        fields.put(field.getKey(), field.getValue());
                    }
                });
        return new CustomFields(fields);
    }
}
