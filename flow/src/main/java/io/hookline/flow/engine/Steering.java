package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.SteeringCard;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.JsonText;
import io.hookline.flow.value.KeyPath;
import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.flow.value.ValueType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What cards that steer do, apart from loops, calls, waits and blocks. */
final class Steering {
    /** Above any status; which ones are valid is checked where the caller is answered. */
    private static final int HIGHEST = 1_000;

    private Steering() {}

    /** An output of the trigger: the caller's value, else the default of the author. */
    static JsonNode triggered(Frame frame, Planned planned, Output output, TriggerInput input) {
        JsonNode value = input.value(output.group(), output.key(), output.type());
        if (value.isMissingNode()) {
            value = defaultValue(frame, planned, output);
        }
        try {
            return value.isNull() ? value : Conversion.pass(value, output.type());
        } catch (TypeMismatch mismatch) {
            if (value.isTextual() && acceptsAnyText(planned, output)) {
                return value;
            }
            throw new CardFailure.Invalid(
                    "Invalid type conversion of what started the flow at \""
                            + (output.group().isEmpty() ? "" : output.group() + ".")
                            + output.key()
                            + "\" ("
                            + output.type().label()
                            + "): "
                            + mismatch.getMessage()
                            + ".");
        }
    }

    /**
     * A helper's field that is declared a number accepts any text: published flows pass IP
     * addresses through it and convert them to text again.
     */
    private static boolean acceptsAnyText(Planned planned, Output output) {
        return SteeringCard.CALLABLE.is(planned.card.id())
                && output.type().equals(ValueType.NUMBER);
    }

    private static JsonNode defaultValue(Frame frame, Planned planned, Output output) {
        if (output.is("context", "execution_id")) {
            return TextNode.valueOf(frame.run.id.toString());
        }
        if (output.is("context", "execution_time")) {
            return TextNode.valueOf(
                    frame.run
                            .effects
                            .now(frame.path(planned.card) + "/now", planned.card)
                            .toString());
        }
        return planned.card
                .input(output.group(), output.key())
                .map(Input::literal)
                .orElse(NullNode.getInstance());
    }

    static void expand(Frame frame, Planned planned, JsonNode object) {
        JsonNode[] values = new JsonNode[planned.outputs.length];
        for (int i = 0; i < values.length; i++) {
            Output output = planned.outputs[i];
            JsonNode value =
                    output.key().equals("key") ? keys(output) : part(object, output.path());
            values[i] = DeclaredOutputs.convert(value, output);
        }
        frame.give(planned, values);
    }

    /**
     * The value at the path. Some published helpers of a stream look for {@code Record} or {@code
     * State} inside of it: there it means the record or state itself.
     */
    private static JsonNode part(JsonNode object, List<String> path) {
        JsonNode value = KeyPath.get(object, path);
        boolean itself =
                value.isNull()
                        && object.isObject()
                        && !path.isEmpty()
                        && (path.getFirst().equals("Record") || path.getFirst().equals("State"))
                        && !object.has(path.getFirst());
        if (!itself) {
            return value;
        }
        return path.size() == 1 ? object : KeyPath.get(object, path.subList(1, path.size()));
    }

    private static JsonNode keys(Output output) {
        var keys = JsonNodeFactory.instance.arrayNode(output.path().size());
        output.path().forEach(keys::add);
        return keys;
    }

    static void result(Frame frame, Planned planned, boolean result) {
        for (Output output : planned.outputs) {
            if (output.key().equals("result")) {
                frame.put(output, BooleanNode.valueOf(result));
            }
        }
    }

    static void join(Frame frame, Planned planned, Operation.Join join, JsonNode[] values) {
        for (int i = 0; i < planned.outputs.length; i++) {
            Output output = planned.outputs[i];
            JsonNode value = Frame.value(values, join.inputs()[i]);
            frame.put(output, DeclaredOutputs.convert(value, output));
        }
    }

    static Optional<Outcome> stop(
            Planned planned, Operation.ContinueIf stop, JsonNode[] values, Progress progress) {
        progress.status = Step.Status.STOPPED;
        return Optional.of(
                new Outcome.Stopped(planned.card.title(), Frame.text(values, stop.message())));
    }

    static CardFailure raised(Operation.Raise raise, JsonNode[] values) {
        return new CardFailure.Raised(
                Frame.text(values, raise.message()), status(values, raise.status(), 500));
    }

    /**
     * The author's fields of a card as an object: all of a Return, or those for the error policy.
     */
    static Reply.Fields fields(Planned planned, JsonNode[] values, boolean forError) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.length; i++) {
            Input input = planned.sources[i].input;
            if (input.forError() == forError) {
                fields.set(input.key(), values[i] == null ? NullNode.getInstance() : values[i]);
            }
        }
        return new Reply.Fields(fields);
    }

    static Reply.Raw raw(JsonNode[] values, int status, int headers, int body) {
        var named = new LinkedHashMap<String, String>();
        for (var header : Frame.value(values, headers).properties()) {
            named.put(
                    header.getKey(),
                    Conversion.convert(header.getValue(), ValueType.TEXT).asText());
        }
        JsonNode content = Frame.value(values, body);
        return new Reply.Raw(
                status(values, status, 200),
                named,
                Conversion.convert(content, ValueType.TEXT).asText());
    }

    /** The fields of the group body as a JSON object. */
    static Reply.Raw closed(Planned planned, JsonNode[] values, int status) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < values.length; i++) {
            Input input = planned.sources[i].input;
            if (input.group().equals("body") && !input.forError()) {
                body.set(input.key(), values[i] == null ? NullNode.getInstance() : values[i]);
            }
        }
        return new Reply.Raw(status(values, status, 200), Map.of(), JsonText.write(body));
    }

    /** A status; blank and 0 mean the default. It may be text. */
    private static int status(JsonNode[] values, int place, int usual) {
        JsonNode number = Conversion.convert(Frame.value(values, place), ValueType.NUMBER);
        int status = Numbers.within(0, HIGHEST, number, 0);
        return status == 0 ? usual : status;
    }
}
