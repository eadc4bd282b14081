package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.TypeMismatch;

/** Values as the types that the outputs of a card declare, wherever the values come from. */
final class DeclaredOutputs {
    private DeclaredOutputs() {}

    /**
     * The value as the output's type. What is missing is null, and null stays: only an input makes
     * an empty value of it. Where Object is declared, a text that spells none stays a text.
     *
     * @throws CardFailure.Invalid when it cannot be converted
     */
    static JsonNode convert(JsonNode value, Output output) {
        if (value.isNull() || value.isMissingNode()) {
            return NullNode.getInstance();
        }
        try {
            return Conversion.pass(value, output.type());
        } catch (TypeMismatch mismatch) {
            throw new CardFailure.Invalid(
                    "Invalid type conversion at output \""
                            + name(output)
                            + "\" ("
                            + output.type().label()
                            + "): "
                            + mismatch.getMessage()
                            + ".");
        }
    }

    /** The key, or the path of a part that was taken out of an object. */
    private static String name(Output output) {
        return output.path().isEmpty() ? output.key() : String.join(".", output.path());
    }
}
