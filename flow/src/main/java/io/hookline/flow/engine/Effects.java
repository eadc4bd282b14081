package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.FailureAnswer;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.engine.Journal.Entry;
import io.hookline.flow.engine.Journal.Kind;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Output;
import io.hookline.flow.value.Plain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Runs what touches the world at most as often as its journal allows ({@code
 * docs/reference/rules.md#effects}).
 */
final class Effects {
    private final Run run;

    Effects(Run run) {
        this.run = run;
    }

    /** Calls a card: at once when it is pure, else through the journal. */
    JsonNode[] call(
            Frame frame, CardCall call, Planned planned, JsonNode[] values, Progress progress) {
        FlowCard card = planned.card;
        CardDefinition definition = call.definition;
        String path = frame.path(card);
        String place = progress.place(path);
        var context = new CallContext(frame, planned, progress, call, path, place);
        Effect effect = call.effect(values);
        if (effect == Effect.NONE) {
            return guarded(call, values, context);
        }
        String inputs = Fingerprint.of(values);
        String callPlace = progress.callPlace(place);
        Optional<Entry> recorded = recorded(callPlace, card, inputs);
        if (recorded.isPresent() && recorded.get().kind() != Kind.INTENT) {
            return replay(recorded.get(), card);
        }
        RateLimits.await(frame, progress);
        boolean intended = recorded.isPresent();
        if (intended && card.stopsWhenUncertain()) {
            throw new CardFailure.Invalid(
                    "The server stopped while this card ran, so that it may have taken effect. It"
                        + " is set to stop then: check the other system and run the flow again if"
                        + " needed.");
        }
        if (isWithheld(effect)) {
            progress.status = Step.Status.WITHHELD;
            if (intended) {
                progress.note(
                        "It may have run before it was withheld: the server stopped while it ran.");
            }
            return call.typed(example(definition, card));
        }
        if (effect.changes() && run.host.isHalted()) {
            // nothing may change the world now: the card runs when the halt is over
            throw new Suspension(new Outcome.Suspended());
        }
        requireLeave(context, call, effect, values, inputs);
        if (intended) {
            progress.note(
                    "It may have run twice: the server stopped while it ran for the first time.");
        }
        prepare(effect, definition.repeat(), card, callPlace, inputs, intended);
        return performed(call, values, context, inputs);
    }

    /**
     * Destroys only with the leave of those whom the card asks, and of the guard rails. A refusal
     * is written down like any failure, so that a later run does not decide otherwise.
     */
    private void requireLeave(
            CallContext context, CardCall call, Effect effect, JsonNode[] values, String inputs) {
        if (effect != Effect.DESTRUCTIVE) {
            return;
        }
        FlowCard card = context.planned().card;
        try {
            Optional<Connection> connection =
                    call.resolved.connecting() == ResolvedCard.Connecting.NONE
                            ? Optional.empty()
                            : Optional.of(context.connection());
            connection
                    .filter(by -> by.standIn() && !by.reach().protection().isEmpty())
                    .ifPresent(by -> {
                        throw new CardFailure.Denied(
                                "The connection \""
                                        + by.name()
                                        + "\" protects users or groups, and a service stands in for"
                                        + " the card, so that nobody can tell whom it touches."
                                        + " Nothing was done.");
                    });
            card.approval().ifPresent(demand -> Approvals.require(context, demand, connection));
            connection.ifPresent(by ->
                    run.host.permit(
                            new Destruction(context.path(), card.id(), by, ShortTexts.of(values))));
        } catch (CardFailure failure) {
            String place = context.progress().callPlace(context.place());
            run.journal.record(
                    place,
                    new Entry(Kind.FAILURE, card.id(), inputs, JournalValues.failure(failure)));
            throw failure;
        }
    }

    /** The card, or what runs instead of it where its connection answers for it. */
    static CardCall chosen(Run run, FlowCard card, Operation.Call call) {
        return call.standIn()
                .filter(answers ->
                        CardConnection.standIn(run.host, card, answers.resolved).isPresent())
                .orElse(call.card());
    }

    /** What runs instead of a card that is not installed, where its connection answers for it. */
    static CardCall standIn(Run run, FlowCard card, Operation.Missing missing) {
        boolean answers = CardConnection.standIn(run.host, card, missing.card()).isPresent();
        return missing.standIn()
                .filter(call -> answers)
                .orElseThrow(
                        () -> new CardFailure.NotFound(CardConnection.missing(missing.card())));
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
            boolean same =
                    entry.inputs().equals(inputs) || entry.inputs().equals(Journal.TAKEN_OVER);
            if (!entry.card().equals(card.id()) || !same) {
                throw new JournalMismatch(path, entry, card, inputs);
            }
        }
        return recorded;
    }

    private void prepare(
            Effect effect,
            Repeat repeat,
            FlowCard card,
            String path,
            String inputs,
            boolean intended) {
        if (!effect.acts()) {
            if (card.connector()) {
                run.journal.flush();
            }
        } else if (repeat == Repeat.UNCERTAIN && !intended) {
            run.journal.intend(path, card.id(), inputs);
        } else {
            run.journal.flush();
        }
    }

    private JsonNode[] performed(
            CardCall call, JsonNode[] values, CallContext context, String inputs) {
        String card = context.planned().card.id();
        String place = context.progress().callPlace(context.place());
        try {
            JsonNode[] outputs = watched(call, values, context);
            ArrayNode kept = JsonNodeFactory.instance.arrayNode(outputs.length);
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = Plain.of(outputs[i]);
                kept.add(outputs[i]);
            }
            run.journal.record(place, new Entry(Kind.RESULT, card, inputs, kept));
            return outputs;
        } catch (CardFailure failure) {
            RateLimits.postpone(context, failure);
            if (failure instanceof CardFailure.Denied denied) {
                denied.protectedEntry()
                        .ifPresent(entry -> run.host.refused(context.connection(), entry));
            }
            maskAnswer(failure);
            run.journal.record(
                    place, new Entry(Kind.FAILURE, card, inputs, JournalValues.failure(failure)));
            throw failure;
        }
    }

    /** Before it is written down: a later run has not opened the connection, nor its secrets. */
    private void maskAnswer(CardFailure failure) {
        failure.answer()
                .ifPresent(answer ->
                        failure.answered(
                                new FailureAnswer(
                                        answer.status(),
                                        (ObjectNode) run.host.withoutSecrets(answer.headers()),
                                        run.host.withoutSecrets(answer.body()))));
    }

    /**
     * Calls a card that may take long, within its timeout. What reaches another system mostly
     * waits, and needs no turn at the processors for that.
     */
    private JsonNode[] watched(CardCall call, JsonNode[] values, CallContext context) {
        Duration most = context.planned().card.timeout();
        try (CallTimeout timer = new CallTimeout(most)) {
            context.progress().timeout = Optional.of(timer);
            try {
                return context.planned().card.connector()
                        ? Turn.waiting(() -> run.host.outside(() -> guarded(call, values, context)))
                        : guarded(call, values, context);
            } catch (Suspension suspension) {
                throw suspension;
            } catch (CardFailure.RateLimited limited) {
                // the card waited until it may call again: nothing of it has happened
                throw limited;
            } catch (RuntimeException failure) {
                throw timer.expired() ? timeout(most, failure) : failure;
            }
        }
    }

    static CardFailure.Timeout timeout(Duration most, RuntimeException cause) {
        var timeout =
                new CardFailure.Timeout(
                        "Timeout: the card took longer than "
                                + (most.toMillis() % 1000 == 0
                                        ? most.toSeconds() + " seconds"
                                        : most.toMillis() + " milliseconds")
                                + ", which is as long as it may. What it asked of the other system"
                                + " may have happened all the same.");
        timeout.initCause(cause);
        return timeout;
    }

    private static JsonNode[] guarded(CardCall call, JsonNode[] values, CallContext context) {
        try {
            return call.call(values, context);
        } catch (CardCall.UnexpectedFailure unexpected) {
            Throwable cause = unexpected.getCause();
            var failure =
                    new CardFailure.Invalid(
                            "The card failed unexpectedly; that is a fault of"
                                    + " the card, not of the flow.");
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

    private boolean isWithheld(Effect effect) {
        Mode mode = run.host.mode();
        return mode != Mode.ON && (effect.changes() || mode == Mode.DRY_RUN && effect.acts());
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
