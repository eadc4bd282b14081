package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValueType;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The expression of a search: each field of the group {@code Inputs} must equal its value, and what
 * the author wrote as an expression must hold too.
 */
final class Criteria {
    static final String GROUP = "Inputs";

    private Criteria() {}

    /**
     * The expression; empty when all are wanted.
     *
     * @param expression the key of the input that holds an expression
     * @throws CardFailure.Invalid when a linked field has no value: without it the search would
     *     find others
     */
    static Optional<String> of(GivenInputs inputs, CardContext context, String expression) {
        List<String> conditions = new ArrayList<>();
        inputs.added(GROUP)
                .forEach((attribute, value) -> {
                    if (given(context, attribute, value)) {
                        conditions.add(attribute(attribute) + " eq " + literal(value));
                    }
                });
        Optional<String> own = inputs.text(GROUP, expression).map(String::strip);
        if (own.filter(text -> !text.isEmpty()).isPresent()) {
            conditions.add(conditions.isEmpty() ? own.get() : "(" + own.get() + ")");
        } else if (context.isLinked(GROUP, expression)) {
            throw blank(expression);
        }
        return conditions.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(" and ", conditions));
    }

    /** That an attribute equals a text. */
    static String equal(String attribute, String text) {
        return attribute + " eq " + quoted(text);
    }

    private static boolean given(CardContext context, String attribute, JsonNode value) {
        boolean linked = context.isLinked(GROUP, attribute);
        boolean blank = linked ? isNothing(value) : Conversion.isBlank(value);
        if (blank && linked) {
            throw blank(attribute);
        }
        return !blank;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || value.isTextual() && value.textValue().isBlank();
    }

    static CardFailure.Invalid blank(String key) {
        return new CardFailure.Invalid(
                "The input \""
                        + key
                        + "\" is linked, but came without a value. The search would find anybody"
                        + " without it. Check what it is linked to, or take it off the card.");
    }

    /** Keys come from the author of the flow, and from nowhere else; still they are no code. */
    private static String attribute(String key) {
        if (!key.matches("[A-Za-z_][A-Za-z0-9_.:-]*")) {
            throw new CardFailure.Invalid(
                    "\"" + key + "\" is no attribute that Okta can search for.");
        }
        return key;
    }

    private static String literal(JsonNode value) {
        if (value.isNumber() || value.isBoolean()) {
            return value.asText();
        }
        return quoted(Conversion.convert(value, ValueType.TEXT).asText());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
