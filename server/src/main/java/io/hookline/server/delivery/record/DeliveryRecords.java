package io.hookline.server.delivery.record;

import io.hookline.server.delivery.record.Delivery.State;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Shows people what was delivered and what failed. */
public final class DeliveryRecords {
    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final DeliveryStore store = new DeliveryStore();

    public DeliveryRecords(Database database, HookStore hooks, EventLog log) {
        this.database = database;
        this.hooks = hooks;
        this.log = log;
    }

    /**
     * Those of a hook, the newest first; the records of a deleted hook outlive it.
     *
     * @param before only those made before that one
     * @throws Refusal.NotFound when there are none and there is no such hook
     */
    public List<Delivery> list(
            String hookId, Optional<State> state, TimeSpan span, Optional<UUID> before, int limit) {
        return database.read(transaction -> {
            List<Delivery> found = store.list(transaction, hookId, state, span, before, limit);
            if (found.isEmpty() && hooks.find(transaction, hookId).isEmpty()) {
                throw new Refusal.NotFound("event hook", hookId);
            }
            return found;
        });
    }

    /**
     * One with its failed attempts.
     *
     * @throws Refusal.NotFound when there is none
     */
    public Delivery get(String id) {
        return uuid(id).flatMap(eventId -> database.read(t -> store.find(t, eventId)))
                .orElseThrow(() -> new Refusal.NotFound("delivery", id));
    }

    /**
     * The deliveries of a hook that hold a position of the log, the oldest first.
     *
     * @param replays ids and times of the replays to look into, beside the lane
     * @param taken when the event at that position was
     */
    public List<Delivery> holding(
            String hookId,
            Map<String, Instant> replays,
            long position,
            Instant taken,
            Instant now) {
        return database.read(transaction -> {
            List<Delivery> found =
                    new ArrayList<>(
                            store.holding(
                                    transaction, hookId, Optional.empty(), position, taken, now));
            replays.forEach((replay, since) ->
                    found.addAll(
                            store.holding(
                                    transaction,
                                    hookId,
                                    Optional.of(replay),
                                    position,
                                    since,
                                    now)));
            return found;
        });
    }

    /** The events of a delivery that are still in the log. */
    public List<StoredEvent> events(Delivery delivery) {
        return log.at(delivery.batch().positions());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(id -> id.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
