package io.hookline.server.delivery;

import io.hookline.server.delivery.LaneStore.StoredLane;
import io.hookline.server.event.AuditEvent;
import io.hookline.server.event.AuditEvent.Severity;
import io.hookline.server.event.EventLog;
import io.hookline.server.event.EventSweep;
import io.hookline.server.event.EventSweep.Gap;
import io.hookline.server.hook.EventHook;
import io.hookline.server.hook.HookStore;
import io.hookline.server.store.Transaction;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What hooks lose when the disk limit takes events that they did not have yet. */
public final class LostEvents {
    private final HookStore hooks;
    private final LaneStore store = new LaneStore();
    private final EventLog log;
    private final InstantSource clock;

    public LostEvents(HookStore hooks, EventLog log, InstantSource clock) {
        this.hooks = hooks;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Notes, on each hook that it concerns and as an event, that events up to a position go. Called
     * before they do, in a unit of its own: what a hook still gets meanwhile is counted too.
     */
    public void record(Transaction transaction, long upTo) throws SQLException {
        for (EventHook hook : hooks.list(transaction)) {
            Optional<StoredLane> behind =
                    store.lane(transaction, hook.id())
                            .filter(StoredLane::live)
                            .filter(lane -> lane.position() < upTo);
            if (behind.isPresent()) {
                EventSweep.gap(transaction, behind.get().position(), upTo, hook.events().items())
                        .ifPresent(gap -> note(transaction, hook, gap));
            }
        }
    }

    private void note(Transaction transaction, EventHook hook, Gap gap) {
        transaction
                .jdbi()
                .execute(
                        """
                        INSERT INTO lane_lost (hook_id, first_lost, last_lost, lost_count) VALUES (?, ?, ?, ?)
                        ON CONFLICT (hook_id) DO UPDATE SET last_lost = excluded.last_lost,
                            lost_count = lane_lost.lost_count + excluded.lost_count\
                        """,
                        hook.id(),
                        gap.from(),
                        gap.to(),
                        gap.count());
        AuditEvent event =
                AuditEvent.of(
                                "hookline.event_hook.events_lost",
                                "Events went before the event hook had them")
                        .failed("The disk limit was reached")
                        .severity(Severity.ERROR)
                        .target("EventHook", hook.id(), hook.name())
                        .debug("from", Instant.ofEpochMilli(gap.from()).toString())
                        .debug("to", Instant.ofEpochMilli(gap.to()).toString())
                        .debug("count", String.valueOf(gap.count()));
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }

    /** What a hook has lost so far; empty for nothing. */
    static Optional<Gap> of(Transaction transaction, String hookId) {
        return transaction
                .jdbi()
                .createQuery(
                        "SELECT lost_count, first_lost, last_lost FROM lane_lost WHERE hook_id = ?")
                .bind(0, hookId)
                .map((row, context) -> new Gap(row.getLong(1), row.getLong(2), row.getLong(3)))
                .findOne();
    }
}
