package io.hookline.flow.card;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.TypeMismatch;

/**
 * Inputs and what a card makes of them: JSON objects by key, groups as nested objects. Kept as text
 * and parsed on demand, because most of the hundreds of examples are never read.
 *
 * @param inputs the inputs, as JSON text
 * @param outputs the outputs, as JSON text
 */
public record CardExample(String inputs, String outputs) {
    /**
     * The inputs.
     *
     * @throws IllegalStateException when the declaration is no JSON object
     */
    public ObjectNode in() {
        return read(inputs);
    }

    /**
     * The outputs.
     *
     * @throws IllegalStateException when the declaration is no JSON object
     */
    public ObjectNode out() {
        return read(outputs);
    }

    private static ObjectNode read(String text) {
        try {
            if (JsonText.read(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (TypeMismatch noJson) {
            throw new IllegalStateException(
                    "The example " + text + " cannot be read: " + noJson.getMessage(), noJson);
        }
        throw new IllegalStateException("The example " + text + " is no JSON object.");
    }
}
