package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Input;
import io.hookline.flow.model.Output;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the step of a card that ran; inputs and outputs only when they are kept. */
final class StepWriter {
    private StepWriter() {}

    static Step step(
            Frame frame, Planned planned, Progress progress, Optional<CardFailure> failure) {
        boolean saves = frame.run.savesData;
        return new Step(
                frame.path(planned.card),
                planned.card.id(),
                planned.card.title(),
                failure.isPresent() ? Step.Status.FAILURE : progress.status,
                progress.attempt,
                progress.startedAt,
                progress.millis(frame.now()),
                saves ? inputs(frame, planned, progress) : MissingNode.getInstance(),
                saves && failure.isEmpty()
                        ? outputs(frame, planned, progress)
                        : MissingNode.getInstance(),
                failure.map(cause -> error(frame, planned, progress, cause)),
                progress.helpers,
                progress.loop(),
                planned.card.hidden(),
                progress.remarks());
    }

    private static Step.Error error(
            Frame frame, Planned planned, Progress progress, CardFailure cause) {
        String began = progress.failedHelper.map(FailedCard.Helper::card).orElse(planned.card.id());
        return new Step.Error(
                cause.kind(),
                cause.getMessage(),
                progress.remarks(),
                frame.run.savesData
                        ? ErrorObject.of(frame.run, cause, planned.card.uuid(), began)
                        : MissingNode.getInstance());
    }

    /** A loop that still runs. */
    static Step underway(Frame frame, Planned planned, Progress progress, String note) {
        return new Step(
                frame.path(planned.card),
                planned.card.id(),
                planned.card.title(),
                Step.Status.RUNNING,
                progress.attempt,
                progress.startedAt,
                progress.millis(frame.now()),
                MissingNode.getInstance(),
                MissingNode.getInstance(),
                Optional.empty(),
                progress.helpers,
                progress.loop(),
                planned.card.hidden(),
                Optional.of(note));
    }

    /** The card that fails now, and what it was given. */
    static FailedCard failed(Frame frame, Planned planned, Progress progress) {
        return new FailedCard(
                frame.path(planned.card),
                planned.card.title(),
                planned.card.id(),
                planned.card.uuid(),
                frame.run.savesData ? inputs(frame, planned, progress) : MissingNode.getInstance(),
                progress.failedHelper);
    }

    static JsonNode inputs(Frame frame, Planned planned, Progress progress) {
        var fields = new Grouped();
        for (int i = 0; i < progress.values.length; i++) {
            Input input = planned.sources[i].input;
            boolean shown =
                    !(planned.operation instanceof Operation.Begin)
                            && !input.hidden()
                            && !input.forError()
                            && input.body().isEmpty();
            if (shown && progress.values[i] != null) {
                fields.put(input.group(), input.key(), progress.values[i]);
            } else if (shown && !progress.resolved && i == progress.resolving) {
                // it could not be converted, which is why the card failed
                fields.put(input.group(), input.key(), planned.sources[i].given(frame));
            }
        }
        return fields.object;
    }

    private static JsonNode outputs(Frame frame, Planned planned, Progress progress) {
        if (planned.operation instanceof Operation.Return
                || planned.operation instanceof Operation.ReturnRaw) {
            // what it was given, whatever outputs the file declares: nothing runs after it
            return inputs(frame, planned, progress);
        }
        var fields = new Grouped();
        for (Output output : planned.outputs) {
            fields.put(output.group(), output.key(), frame.slot(output.slot()));
        }
        return fields.object;
    }

    /**
     * Fields by key, groups as nested objects; values are shared with cards and never written to.
     */
    private static final class Grouped {
        final ObjectNode object = JsonNodeFactory.instance.objectNode();
        private final Map<String, ObjectNode> groups = new HashMap<>();

        void put(String group, String key, JsonNode value) {
            if (group.isEmpty()) {
                object.set(key, value);
            } else {
                groups.computeIfAbsent(group, object::putObject).set(key, value);
            }
        }
    }
}
