package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.value.Conversion;

import java.util.Map;
import java.util.Optional;

/**
 * An input of an action.
 *
 * @param field its declaration, in its group
 * @param sent what is sent for a choice, where that differs from the choice
 * @param choices how its choices are loaded; empty when they are not
 * @param inBase whether the address of the connection must say it, too
 */
record InputSpec(
        FieldDefinition field,
        Map<String, JsonNode> sent,
        Optional<LoadSpec> choices,
        boolean inBase) {
    /** How choices begin that stand for "see the field below". */
    private static final String PLACEHOLDER = "--";

    InputSpec {
        sent = Map.copyOf(sent);
    }

    /** One that has nothing to do with the address. */
    InputSpec(FieldDefinition field, Map<String, JsonNode> sent, Optional<LoadSpec> choices) {
        this(field, sent, choices, false);
    }

    /**
     * Checks that the connection leads to what was chosen.
     *
     * @throws CardFailure.Invalid when its address does not say the value
     */
    void requireIn(String base, GivenInputs inputs) {
        Optional<String> chosen =
                inBase
                        ? value(inputs)
                                .map(value ->
                                        Conversion.convert(
                                                        value,
                                                        io.hookline.flow.value.ValueType.TEXT)
                                                .asText()
                                                .strip())
                        : Optional.empty();
        if (chosen.isPresent() && !base.contains(chosen.get())) {
            throw new CardFailure.Invalid(
                    "The input \""
                            + field.label()
                            + "\" is \""
                            + Members.shown(chosen.get())
                            + "\", but the connection calls "
                            + Members.shown(base)
                            + ". Choose a connection that leads there.");
        }
    }

    /** What the input adds to a request; empty when it is blank. */
    Optional<JsonNode> value(GivenInputs inputs) {
        Optional<JsonNode> given =
                inputs.value(field.group(), field.key())
                        .filter(value -> !(value.isTextual() && value.textValue().isEmpty()))
                        .filter(value -> !isPlaceholder(value))
                        .or(() -> field.form().whenBlank().map(field::value));
        return field.form().choices().isEmpty() ? given : given.map(this::chosen);
    }

    private boolean isPlaceholder(JsonNode value) {
        boolean option = field.group().equals(CardDefinition.OPTIONS);
        return (choices.isPresent() || option && field.form().choices().isEmpty())
                && value.asText().strip().startsWith(PLACEHOLDER);
    }

    private JsonNode chosen(JsonNode given) {
        String text =
                Conversion.convert(given, io.hookline.flow.value.ValueType.TEXT).asText().strip();
        String choice =
                field.form().choices().stream()
                        .filter(text::equalsIgnoreCase)
                        .findFirst()
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "The input \""
                                                + field.label()
                                                + "\" is \""
                                                + Members.shown(text)
                                                + "\"; expected one of "
                                                + String.join(", ", field.form().choices())
                                                + "."));
        JsonNode mapped = sent.get(choice);
        return mapped == null ? TextNode.valueOf(choice) : mapped;
    }
}
