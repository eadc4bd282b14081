package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.Output;

import java.util.Optional;

/**
 * Cards that hold flows: If/ElseIf and If Error. A nested flow runs inside of the same execution;
 * Return and a false Continue If end it alone, and its return fields become the card's outputs.
 */
final class Nested {
    private Nested() {}

    private static final String NONE = "none";
    private static final String CATCH = "catch";

    static Optional<Outcome> branch(
            Frame frame, Planned planned, Operation.Branch branch, Progress progress) {
        if (progress.choice.isEmpty()) {
            progress.choice = choice(frame, planned, branch, progress.values);
        }
        Optional<Flow> chosen = chosen(branch, progress.choice);
        if (chosen.isEmpty()) {
            give(frame, planned, JsonNodeFactory.instance.objectNode());
            return Optional.empty();
        }
        return goOn(
                frame,
                planned,
                run(frame, planned, progress.choice, chosen.get(), progress.values));
    }

    private static String choice(
            Frame frame, Planned planned, Operation.Branch branch, JsonNode[] values) {
        for (int i = 0; i < branch.alternatives().size(); i++) {
            if (frame.holds(planned, branch.alternatives().get(i).condition(), values)) {
                return "if[" + i + "]";
            }
        }
        return branch.otherwise().isPresent() ? "else" : NONE;
    }

    private static Optional<Flow> chosen(Operation.Branch branch, String choice) {
        return switch (choice) {
            case NONE -> Optional.empty();
            case "else" -> branch.otherwise();
            default -> {
                int index = Integer.parseInt(choice, 3, choice.length() - 1, 10);
                yield Optional.of(branch.alternatives().get(index).flow());
            }
        };
    }

    static Optional<Outcome> tryCatch(
            Frame frame, Planned planned, Operation.TryCatch tryCatch, Progress progress) {
        if (tryCatch.attempt().isEmpty()) {
            throw new CardFailure.Invalid("The card holds no flow to try.");
        }
        if (!progress.choice.equals(CATCH)) {
            Outcome outcome = run(frame, planned, "try", tryCatch.attempt().get(), progress.values);
            if (!(outcome instanceof Outcome.Failed failed) || tryCatch.handler().isEmpty()) {
                return goOn(frame, planned, outcome);
            }
            progress.choice = CATCH;
            progress.error = ErrorObject.of(frame.run, failed);
        }
        TriggerInput input =
                (group, key) ->
                        group.equals("context") && key.equals("error")
                                ? progress.error
                                : captured(planned, progress.values, group, key);
        return goOn(
                frame,
                planned,
                new Frame(
                                frame.interpreter,
                                frame.run,
                                tryCatch.handler().get(),
                                frame.path(planned.card) + "/" + CATCH,
                                input)
                        .run());
    }

    private static Outcome run(
            Frame frame, Planned planned, String place, Flow flow, JsonNode[] values) {
        return new Frame(
                        frame.interpreter,
                        frame.run,
                        flow,
                        frame.path(planned.card) + "/" + place,
                        (group, key) -> captured(planned, values, group, key))
                .run();
    }

    /**
     * A nested flow sees outer values by the random key that its trigger shares with an input of
     * the card.
     */
    private static JsonNode captured(Planned planned, JsonNode[] values, String group, String key) {
        for (int i = 0; i < values.length; i++) {
            if (planned.sources[i].input.is(group, key)) {
                return values[i];
            }
        }
        return MissingNode.getInstance();
    }

    private static Optional<Outcome> goOn(Frame frame, Planned planned, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Completed completed -> {
                give(frame, planned, Helpers.fields(outcome));
                yield Optional.empty();
            }
            case Outcome.Stopped stopped -> {
                give(frame, planned, Helpers.fields(outcome));
                yield Optional.empty();
            }
            case Outcome.Failed failed -> Optional.of(failed);
            case Outcome.Cancelled cancelled -> Optional.of(cancelled);
            case Outcome.Suspended suspended -> Optional.of(suspended);
        };
    }

    /** Return fields become outputs of the same key; those that were not returned are null. */
    static void give(Frame frame, Planned planned, ObjectNode fields) {
        for (Output output : planned.outputs) {
            frame.put(output, DeclaredOutputs.convert(fields.path(output.key()), output));
        }
    }
}
