package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Pin;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.TypeMismatch;

import java.util.Optional;

/** Where an input's value comes from: a literal, prepared once, or links. */
final class Source {
    final Input input;
    private final boolean join;
    private final Pin[] pins;
    private final Optional<JsonNode> literal;

    Source(Input input, boolean join) {
        this.input = input;
        this.join = join;
        this.pins = input.pins().toArray(Pin[]::new);
        this.literal = literal();
    }

    private Optional<JsonNode> literal() {
        try {
            return Optional.of(declared(input.literal()));
        } catch (TypeMismatch failsWhenReached) {
            return Optional.empty();
        }
    }

    /** Whether a value comes by a link, so that even an empty one was given. */
    boolean isLinked() {
        return pins.length > 0;
    }

    /** The value as it was given, before any conversion. */
    JsonNode given(Frame frame) {
        Pin pin = chosen(frame);
        return pin == null || join && !frame.hasRun(pin.card())
                ? input.literal()
                : frame.slot(pin.slot());
    }

    private Pin chosen(Frame frame) {
        return pins.length == 0 ? null : pins.length == 1 ? pins[0] : latest(frame);
    }

    /** The value, converted to the declared type. */
    JsonNode read(Frame frame) {
        Pin pin = chosen(frame);
        if (pin == null || join && !frame.hasRun(pin.card())) {
            return literal.isPresent() ? literal.get() : converted(input.literal());
        }
        JsonNode slot = frame.slot(pin.slot());
        JsonNode value = slot;
        if (pin.transform().isPresent()) {
            try {
                value = pin.transform().get().apply(value);
            } catch (TypeMismatch mismatch) {
                throw mismatch(mismatch);
            }
        }
        JsonNode converted = converted(value);
        if (converted != slot && (converted.isContainerNode() || converted.isTextual())) {
            frame.run.budget.make(converted, slot);
        }
        return converted;
    }

    /**
     * At a join, the source on the taken path comes after one before the If/Else, so the latest
     * that ran wins.
     */
    private Pin latest(Frame frame) {
        Pin latest = null;
        for (Pin pin : pins) {
            if (frame.hasRun(pin.card()) && (latest == null || pin.card() > latest.card())) {
                latest = pin;
            }
        }
        return latest;
    }

    /** The end of an If/Else passes values on, as outputs do. */
    private JsonNode declared(JsonNode value) {
        return join
                ? Conversion.pass(value, input.type())
                : Conversion.convert(value, input.type());
    }

    private JsonNode converted(JsonNode value) {
        try {
            return declared(value == null ? NullNode.getInstance() : value);
        } catch (TypeMismatch mismatch) {
            throw mismatch(mismatch);
        }
    }

    private CardFailure.Invalid mismatch(TypeMismatch mismatch) {
        return new CardFailure.Invalid(
                "Invalid type conversion at input \""
                        + input.label()
                        + "\" ("
                        + input.type().label()
                        + "): "
                        + mismatch.getMessage()
                        + ".");
    }
}
