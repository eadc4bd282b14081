package io.hookline.server.delivery;

import io.hookline.server.delivery.Attempts.Parcel;
import io.hookline.server.delivery.Outcome.Accepted;
import io.hookline.server.delivery.Outcome.Kind;
import io.hookline.server.delivery.Outcome.Refused;
import io.hookline.server.hook.DeliverySettings.Policy;
import io.hookline.server.hook.EventHook;
import io.hookline.server.hook.HookStore;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends a batch again beside its lane, under its first identity and with the same bytes. */
final class Redelivery {
    private final LaneTools tools;
    private final HookStore hooks;

    Redelivery(LaneTools tools, HookStore hooks) {
        this.tools = tools;
        this.hooks = hooks;
    }

    /** Its hook, when it may receive deliveries now. */
    Optional<EventHook> receiver(Batch batch) {
        return tools.writer()
                .database()
                .read(transaction -> hooks.find(transaction, batch.hookId()))
                .filter(EventHook::receives);
    }

    /**
     * @return what became of it; empty when events of it are no longer in the log
     */
    Optional<Outcome> send(EventHook hook, Batch batch) {
        Optional<Parcel> parcel = tools.attempts().load(batch);
        return parcel.map(loaded ->
                tools.attempts()
                        .attempt(
                                hook,
                                loaded,
                                (transaction, outcome) -> {
                                    Instant now = tools.clock().instant();
                                    switch (outcome) {
                                        case Accepted accepted ->
                                                tools.store()
                                                        .delivered(
                                                                transaction,
                                                                batch,
                                                                accepted,
                                                                now,
                                                                true);
                                        case Refused refused ->
                                                tools.store()
                                                        .refusedAgain(
                                                                transaction,
                                                                next(hook, batch, refused, now),
                                                                refused,
                                                                now);
                                    }
                                    return outcome;
                                }));
    }

    /** Ends the schedule of a batch whose events are gone. */
    void giveUp(Batch batch) {
        tools.writer()
                .write(transaction -> {
                    tools.store()
                            .ended(
                                    transaction,
                                    batch.eventId(),
                                    LaneStore.Ending.EVENTS_GONE,
                                    Optional.empty(),
                                    tools.clock().instant());
                    return batch;
                });
    }

    /** A batch that has a schedule keeps one until its time is up. */
    private Batch next(EventHook hook, Batch batch, Refused refused, Instant now) {
        int attempts = batch.attempts() + 1;
        Duration age = Duration.between(batch.eventTime(), now);
        boolean again =
                batch.nextAttemptAt().isPresent()
                        && refused.kind() != Kind.CONTENT
                        && refused.kind() != Kind.FLOW_OFF
                        && hook.delivery().policy().orElse(tools.settings().policy())
                                == Policy.DURABLE
                        && age.compareTo(tools.schedule().giveUp()) < 0;
        return batch.after(
                attempts,
                again
                        ? Optional.of(now.plus(tools.schedule().delay(attempts, age)))
                        : Optional.empty());
    }
}
