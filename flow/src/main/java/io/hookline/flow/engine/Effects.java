package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.engine.Journal.Kind;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Output;

import java.time.Instant;
import java.util.Optional;

/**
 * Runs what touches the world at most as often as its journal allows (semantics.md, Executions).
 */
final class Effects {
    private final Run run;

    Effects(Run run) {
        this.run = run;
    }

    /** Calls a card: at once when it is pure, else through the journal. */
    JsonNode[] call(
            CardCall call, FlowCard card, String path, JsonNode[] values, Progress progress) {
        CardDefinition definition = call.definition;
        var context = new CallContext(run, card, definition.effect(), path, call.declaredOutputs);
        if (definition.effect() == Effect.NONE) {
            return guarded(call, values, context);
        }
        String inputs = Fingerprint.of(values);
        Optional<Entry> recorded = recorded(path, card, inputs);
        if (recorded.isPresent() && recorded.get().kind() != Kind.INTENT) {
            return replay(recorded.get(), card);
        }
        boolean intended = recorded.isPresent();
        if (intended && card.stopsWhenUncertain()) {
            throw new CardFailure.Invalid(
                    "The server stopped while this card ran, so that it may have taken effect. It"
                        + " is set to stop then: check the other system and run the flow again if"
                        + " needed.");
        }
        if (isWithheld(definition)) {
            progress.status = Step.Status.WITHHELD;
            if (intended) {
                progress.note(
                        "It may have run before it was withheld: the server stopped while it ran.");
            }
            return call.typed(example(definition, card));
        }
        if (intended) {
            progress.note(
                    "It may have run twice: the server stopped while it ran for the first time.");
        }
        prepare(definition, card, path, inputs, intended);
        return performed(call, values, context, path, inputs);
    }

    /** What runs instead of a card that is not installed, where its connection answers for it. */
    static CardCall standIn(Run run, FlowCard card, Operation.Missing missing) {
        boolean answers =
                card.connection()
                        .flatMap(run.host::connection)
                        .filter(Connection::standIn)
                        .isPresent();
        return missing.standIn()
                .filter(call -> answers)
                .orElseThrow(() -> new CardFailure.NotFound(missing.why()));
    }

    /** The time of day, the same on every resume. */
    Instant now(String path, FlowCard card) {
        Optional<Entry> recorded = run.journal.recorded(path);
        if (recorded.isPresent()) {
            return Instant.parse(recorded.get().value().asText());
        }
        Instant now = run.host.clock().instant();
        run.journal.record(
                path, new Entry(Kind.RESULT, card.id(), "", TextNode.valueOf(now.toString())));
        return now;
    }

    /**
     * What an earlier run recorded at that path, checked to be the same card with the same inputs.
     */
    Optional<Entry> recorded(String path, FlowCard card, String inputs) {
        Optional<Entry> recorded = run.journal.recorded(path);
        if (recorded.isPresent()) {
            Entry entry = recorded.get();
            if (!entry.card().equals(card.id()) || !entry.inputs().equals(inputs)) {
                throw new JournalMismatch(path, entry, card, inputs);
            }
        }
        return recorded;
    }

    private void prepare(
            CardDefinition definition,
            FlowCard card,
            String path,
            String inputs,
            boolean intended) {
        if (!definition.effect().acts()) {
            if (card.connector()) {
                run.journal.flush();
            }
        } else if (definition.repeat() == Repeat.UNCERTAIN && !intended) {
            run.journal.intend(path, card.id(), inputs);
        } else {
            run.journal.flush();
        }
    }

    private JsonNode[] performed(
            CardCall call, JsonNode[] values, CallContext context, String path, String inputs) {
        String card = context.card().id();
        try {
            JsonNode[] outputs = guarded(call, values, context);
            ArrayNode kept = JsonNodeFactory.instance.arrayNode(outputs.length);
            for (JsonNode output : outputs) {
                kept.add(output);
            }
            run.journal.record(path, new Entry(Kind.RESULT, card, inputs, kept));
            return outputs;
        } catch (CardFailure failure) {
            run.journal.record(
                    path, new Entry(Kind.FAILURE, card, inputs, JournalValues.failure(failure)));
            throw failure;
        }
    }

    private static JsonNode[] guarded(CardCall call, JsonNode[] values, CallContext context) {
        try {
            return call.call(values, context);
        } catch (CardCall.UnexpectedFailure unexpected) {
            Throwable cause = unexpected.getCause();
            var failure =
                    new CardFailure.Invalid(
                            "The card failed unexpectedly ("
                                    + cause.getClass().getSimpleName()
                                    + ").");
            failure.initCause(cause);
            throw failure;
        }
    }

    private static JsonNode[] replay(Entry entry, FlowCard card) {
        if (entry.kind() == Kind.FAILURE) {
            throw JournalValues.failure(entry.value());
        }
        JsonNode[] outputs = new JsonNode[card.outputs().size()];
        for (int i = 0; i < outputs.length; i++) {
            JsonNode value = entry.value().path(i);
            outputs[i] = value.isMissingNode() ? NullNode.getInstance() : value;
        }
        return outputs;
    }

    private boolean isWithheld(CardDefinition definition) {
        Mode mode = run.host.mode();
        return mode != Mode.ON
                && (definition.effect().changes()
                        || mode == Mode.DRY_RUN && definition.effect().acts());
    }

    /** What a withheld effect answers: the outputs of the card's first example. */
    private static JsonNode[] example(CardDefinition definition, FlowCard card) {
        ObjectNode example =
                definition.examples().isEmpty()
                        ? JsonNodeFactory.instance.objectNode()
                        : definition.examples().getFirst().out();
        JsonNode[] outputs = new JsonNode[card.outputs().size()];
        for (int i = 0; i < outputs.length; i++) {
            Output output = card.outputs().get(i);
            JsonNode group = output.group().isEmpty() ? example : example.path(output.group());
            JsonNode value = group.path(output.key());
            outputs[i] = value.isMissingNode() ? NullNode.getInstance() : value;
        }
        return outputs;
    }
}
