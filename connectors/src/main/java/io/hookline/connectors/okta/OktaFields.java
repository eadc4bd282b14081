package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.Action;
import io.hookline.flow.card.CardBuilder;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FieldDefinition;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.GivenInputs;
import io.hookline.flow.value.Conversion;

import java.util.List;
import java.util.Optional;

/** Fields that several actions have, and what they become in a request. */
final class OktaFields {
    static final String ID = "okta";
    static final String VERSION = "1.0.712";
    static final String NAME = "Okta";

    private static final String APPLICATION = "Application";
    private static final String APPLICATION_ID = "applicationID";

    private OktaFields() {}

    /** An action of the connector. */
    static Action action(String name, String title, String help) {
        return Action.of(
                CardBuilder.card(ID + "." + name, title, help).connector(ID, VERSION, NAME));
    }

    static FieldDefinition text(String group, String key, String help) {
        return FieldDefinition.of(key, FieldType.TEXT, help).in(group);
    }

    static FieldDefinition needed(String group, String key, String label, String help) {
        return text(group, key, help).labelled(label).needed();
    }

    static FieldDefinition truth(String group, String key, String help) {
        return FieldDefinition.of(key, FieldType.BOOLEAN, help).in(group).whenBlank("false");
    }

    /** An option of these words; the first one is meant when it is blank. */
    static FieldDefinition option(String key, String label, String help, String... words) {
        return text(CardDefinition.OPTIONS, key, help)
                .labelled(label)
                .oneOf(List.of(words))
                .whenBlank(words[0]);
    }

    /** The application of an action: chosen, or by its id below. */
    static Action forApplication(Action action) {
        return action.in(applicationFields()).with("application", OktaFields::application);
    }

    static FieldDefinition[] applicationFields() {
        return new FieldDefinition[] {
            text(
                            CardDefinition.OPTIONS,
                            "application",
                            "The application, by its id; a text that begins with -- means the one"
                                    + " below")
                    .labelled(APPLICATION),
            text(APPLICATION, APPLICATION_ID, "The id, where none is chosen above").labelled("ID")
        };
    }

    /** The chosen application; a placeholder says: see the field below. */
    static String application(GivenInputs inputs) {
        return inputs.option("application")
                .map(String::strip)
                .filter(id -> !id.isEmpty() && !id.startsWith("--"))
                .or(() -> inputs.text(APPLICATION, APPLICATION_ID))
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "No application is given. Choose one in the option"
                                        + " \"Application\", or set its id."));
    }

    /** A parameter that is {@code true} or {@code false}, for an option of Yes and No. */
    static Optional<String> yes(GivenInputs inputs, String group, String key) {
        return Optional.of(Boolean.toString(inputs.isSet(group, key)));
    }

    /**
     * The fields of a group as an object of the request.
     *
     * @param clearing whether a blank field is sent, as null, instead of being left out
     */
    static ObjectNode object(
            GivenInputs inputs, CardContext context, String group, boolean clearing) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        inputs.added(group)
                .forEach((key, value) -> {
                    if (!Conversion.isBlank(value)) {
                        object.set(key, value);
                    } else if (clearing) {
                        object.putNull(key);
                    }
                });
        return object;
    }

    static Optional<JsonNode> some(JsonNode value) {
        return Optional.of(value);
    }
}
