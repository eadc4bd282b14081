package io.hookline.server.delivery.replay;

import io.hookline.server.access.Caller;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.lane.Lanes;
import io.hookline.server.delivery.record.Delivery;
import io.hookline.server.delivery.replay.ResendStore.Slice;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Sends deliveries again because somebody asks for it. */
public final class Redeliveries {
    private static final String NOT_RECEIVING =
            "The hook is deleted, inactive or not verified; only an active and verified hook"
                    + " receives deliveries.";

    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final Lanes lanes;
    private final Redelivery redelivery;
    private final ResendStore side;
    private final InstantSource clock;

    public Redeliveries(HookContext context, Lanes lanes, Redelivery redelivery, ResendStore side) {
        this.database = context.database();
        this.hooks = context.hooks();
        this.log = context.log();
        this.lanes = lanes;
        this.redelivery = redelivery;
        this.side = side;
        this.clock = context.clock();
    }

    /** When a delivery is sent again. */
    public enum Sent {
        /** It was. */
        NOW,
        /** It is the next that is sent. */
        SOON
    }

    /**
     * One that waits is sent as soon as possible; one that has ended is sent now, under its
     * identity.
     *
     * @throws Refusal.Conflict when it cannot be sent
     */
    public Sent again(Delivery delivery) {
        return switch (delivery.state()) {
            case PENDING, RETRYING -> {
                hurry(delivery);
                yield Sent.SOON;
            }
            case SPLIT ->
                    throw new Refusal.Conflict(
                            "This delivery was sent in parts, which have deliveries of their own;"
                                    + " redeliver those.");
            case DELIVERED, FAILED -> {
                send(delivery.batch());
                yield Sent.NOW;
            }
        };
    }

    private void hurry(Delivery delivery) {
        if (!delivery.isBeside()) {
            lanes.hurry(delivery.batch().hookId());
            return;
        }
        database.write(transaction -> {
            side.hurry(transaction, delivery.batch().eventId(), clock.instant());
            return delivery;
        });
    }

    private void send(Batch batch) {
        EventHook hook =
                redelivery.receiver(batch).orElseThrow(() -> new Refusal.Conflict(NOT_RECEIVING));
        if (redelivery.send(hook, batch).isEmpty()) {
            throw new Refusal.Conflict("Events of this delivery are no longer in the log.");
        }
    }

    /**
     * Makes all failed deliveries of a hook due, the oldest first; they are sent beside the lane.
     *
     * @return how many
     * @throws Refusal.Conflict when the hook receives nothing
     */
    public int failed(Caller caller, String hookId, TimeSpan span) {
        EventHook hook =
                database.read(transaction -> hooks.find(transaction, hookId))
                        .orElseThrow(() -> new Refusal.NotFound("event hook", hookId));
        if (!hook.receives()) {
            throw new Refusal.Conflict(NOT_RECEIVING);
        }
        Instant now = clock.instant();
        int count = 0;
        Optional<UUID> last = Optional.empty();
        do {
            Optional<UUID> after = last;
            Slice slice =
                    database.write(
                            transaction -> side.redeliver(transaction, hookId, span, after, now));
            count += slice.count();
            last = slice.last();
        } while (last.isPresent());
        AuditEvent act =
                AuditEvent.of("hookline.event_hook.redeliver", "Redeliver failed deliveries")
                        .by(caller)
                        .target("EventHook", hook.id(), hook.name())
                        .debug("count", Integer.toString(count));
        act.append(database, log, clock.instant());
        return count;
    }
}
