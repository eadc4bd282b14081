package io.hookline.server.delivery.replay;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Decision;
import io.hookline.server.delivery.attempt.DeliveryRequest;
import io.hookline.server.delivery.attempt.FailureReport;
import io.hookline.server.delivery.attempt.Outcome;
import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.lane.LaneTools;
import io.hookline.server.delivery.record.DeliveryRows;
import io.hookline.server.delivery.record.DeliveryRows.Ending;
import io.hookline.server.hook.definition.DeliverySettings.Policy;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sends one batch beside its lane: one that had ended, under its first identity and with the same
 * bytes; or one of a replay.
 */
public final class Redelivery {
    private final LaneTools tools;
    private final HookStore hooks;
    private final ResendStore side;

    public Redelivery(LaneTools tools, HookStore hooks, ResendStore side) {
        this.tools = tools;
        this.hooks = hooks;
        this.side = side;
    }

    /** Its hook, when it may receive deliveries now. */
    public Optional<EventHook> receiver(Batch batch) {
        return tools.writer()
                .database()
                .read(transaction -> hooks.find(transaction, batch.hookId()))
                .filter(EventHook::receives);
    }

    /**
     * Sends a batch that had ended.
     *
     * @return what became of it; empty when events of it are no longer in the log
     */
    public Optional<Outcome> send(EventHook hook, Batch batch) {
        return tools.attempts()
                .load(batch)
                .map(request ->
                        tools.attempts()
                                .attempt(
                                        hook,
                                        request,
                                        (transaction, outcome) ->
                                                again(transaction, hook, batch, outcome)));
    }

    private Outcome again(Transaction transaction, EventHook hook, Batch batch, Outcome outcome) {
        Instant now = tools.clock().instant();
        switch (outcome) {
            case Accepted accepted ->
                    DeliveryRows.delivered(transaction, batch, accepted, now, true);
            case Refused refused ->
                    side.refusedAgain(transaction, next(hook, batch, refused, now), refused, now);
        }
        return outcome;
    }

    /** A batch that has a schedule keeps one until its time is up. */
    private Batch next(EventHook hook, Batch batch, Refused refused, Instant now) {
        int attempts = batch.attempts() + 1;
        Duration age = Duration.between(batch.eventTime(), now);
        boolean again =
                batch.nextAttemptAt().isPresent()
                        && refused.kind() != Kind.CONTENT
                        && refused.kind() != Kind.FLOW_OFF
                        && policy(hook) == Policy.DURABLE
                        && age.compareTo(tools.schedule().giveUp()) < 0;
        return batch.after(
                attempts,
                again
                        ? Optional.of(now.plus(tools.schedule().delay(attempts, age)))
                        : Optional.empty());
    }

    /**
     * Sends a batch of a replay. A refusal means the same as in the lane, but holds nothing else.
     *
     * @return what became of it; empty when events of it are no longer in the log
     */
    Optional<Outcome> sendReplayed(EventHook hook, Batch batch, String replay) {
        return tools.attempts()
                .load(batch)
                .map(request ->
                        tools.attempts()
                                .attempt(
                                        hook,
                                        request,
                                        (transaction, outcome) -> {
                                            switch (outcome) {
                                                case Accepted accepted ->
                                                        DeliveryRows.delivered(
                                                                transaction,
                                                                batch,
                                                                accepted,
                                                                tools.clock().instant(),
                                                                false);
                                                case Refused refused ->
                                                        refused(
                                                                transaction,
                                                                hook,
                                                                request,
                                                                replay,
                                                                refused);
                                            }
                                            return outcome;
                                        }));
    }

    private void refused(
            Transaction transaction,
            EventHook hook,
            DeliveryRequest request,
            String replay,
            Refused refused) {
        Instant now = Instant.ofEpochMilli(tools.clock().millis());
        Batch batch = request.batch();
        int attempts = batch.attempts() + 1;
        if (!side.isBeside(transaction, batch.eventId())) {
            // It was stopped while it was under way.
            DeliveryRows.attempt(
                    transaction, batch.after(attempts, Optional.empty()), refused, now);
            return;
        }
        Decision decision =
                Decision.of(
                        refused,
                        policy(hook),
                        attempts,
                        batch.size(),
                        Duration.between(batch.eventTime(), now),
                        tools.schedule());
        switch (decision) {
            case Decision.Retry retry ->
                    DeliveryRows.refused(
                            transaction,
                            batch.after(attempts, Optional.of(now.plus(retry.delay()))),
                            refused,
                            now);
            case Decision.Postpone postpone ->
                    DeliveryRows.postponed(
                            transaction,
                            batch.after(batch.attempts(), Optional.of(now.plus(postpone.delay()))),
                            refused);
            case Decision.Split split -> {
                end(transaction, batch.after(attempts, Optional.empty()), refused, Ending.SPLIT);
                int middle = batch.size() / 2;
                for (Batch part :
                        List.of(
                                batch.part(0, middle, now),
                                batch.part(middle, batch.size(), now))) {
                    side.insert(transaction, part, replay, now);
                }
            }
            case Decision.Fail fail -> {
                Batch tried = batch.after(attempts, Optional.empty());
                end(transaction, tried, refused, Ending.FAILED);
                transaction.afterCommit(tools.counts().of(hook.id())::addFailed);
                tools.report()
                        .write(
                                transaction,
                                hook,
                                tried,
                                refused,
                                "Event hook delivery of a replay failed and was set aside",
                                FailureReport.Consequence.FAILED,
                                FailureReport.lineage(request.events()));
            }
        }
    }

    private void end(Transaction transaction, Batch tried, Refused refused, Ending ending) {
        Instant now = tools.clock().instant();
        DeliveryRows.refused(transaction, tried, refused, now);
        DeliveryRows.ended(transaction, tried.eventId(), ending, Optional.empty(), now);
    }

    /** Ends the schedule of a batch whose events are gone. */
    void giveUp(Batch batch) {
        tools.writer()
                .write(transaction -> {
                    DeliveryRows.ended(
                            transaction,
                            batch.eventId(),
                            Ending.EVENTS_GONE,
                            Optional.empty(),
                            tools.clock().instant());
                    return batch;
                });
    }

    private Policy policy(EventHook hook) {
        return hook.delivery().policy().orElse(tools.settings().policy());
    }
}
