package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.lane.LaneStore.StoredLane;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventSweep;
import io.hookline.server.event.log.EventSweep.Gap;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What hooks lose when the disk limit takes events that they did not have yet. */
public final class LostEvents {
    private static final Sql NOTE =
            Sql.of(
                    """
                    INSERT INTO lane_lost (hook_id, first_lost, last_lost, lost_count, told, untold_from)
                    VALUES (:hook, :from, :to, :count, 0, :from)
                    ON CONFLICT (hook_id) DO UPDATE SET last_lost = excluded.last_lost,
                        lost_count = lane_lost.lost_count + excluded.lost_count,
                        untold_from = coalesce(lane_lost.untold_from, excluded.untold_from)\
                    """);
    private static final Sql UNREPORTED =
            Sql.of(
                    """
                    SELECT hook_id, untold_from, last_lost, lost_count - told AS unreported FROM lane_lost
                    WHERE lost_count > told ORDER BY hook_id\
                    """);
    private static final Sql REPORTED =
            Sql.of(
                    """
                    UPDATE lane_lost SET told = lost_count, untold_from = NULL
                    WHERE hook_id = :hook\
                    """);
    private static final Sql LOST =
            Sql.of("SELECT lost_count, first_lost, last_lost FROM lane_lost WHERE hook_id = :hook");

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
     * Notes on each hook that it concerns that events up to a position go, in the transaction in
     * which they do. What a hook holds in memory it may still get.
     *
     * @param readers see {@link #readers}
     */
    public void record(Transaction transaction, List<EventHook> readers, long upTo) {
        for (EventHook hook : readers) {
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

    /**
     * The hooks that may lose events; read before the unit that deletes them. One that is made
     * meanwhile starts behind them.
     */
    public List<EventHook> readers(Transaction transaction) {
        return hooks.list(transaction);
    }

    private static void note(Transaction transaction, EventHook hook, Gap gap) {
        transaction
                .prepare(NOTE)
                .text("hook", hook.id())
                .number("from", gap.from())
                .number("to", gap.to())
                .number("count", gap.count())
                .update();
    }

    /** One hook's losses that no event has reported yet. */
    private record Unreported(String hookId, long from, long to, long count) {}

    /** Writes an event for each hook that lost something since the last one, however it ended. */
    public void report(Transaction transaction) {
        List<Unreported> all =
                transaction
                        .prepare(UNREPORTED)
                        .list(row ->
                                new Unreported(
                                        row.text("hook_id"),
                                        row.number("untold_from"),
                                        row.number("last_lost"),
                                        row.number("unreported")));
        for (Unreported lost : all) {
            transaction.prepare(REPORTED).text("hook", lost.hookId()).update();
            Optional<String> hook = hooks.name(transaction, lost.hookId());
            if (hook.isPresent()) {
                log.append(
                        transaction,
                        AuditEvent.SOURCE,
                        List.of(event(hook.get(), lost).json(clock.instant())));
            }
        }
    }

    private static AuditEvent event(String hook, Unreported lost) {
        return AuditEvent.of(
                        "hookline.event_hook.events_lost",
                        "Events went before the event hook had them")
                .failed("The disk limit was reached")
                .severity(Severity.ERROR)
                .target("EventHook", lost.hookId(), hook)
                .debug("from", Instant.ofEpochMilli(lost.from()).toString())
                .debug("to", Instant.ofEpochMilli(lost.to()).toString())
                .debug("count", String.valueOf(lost.count()));
    }

    /** What a hook has lost so far; empty for nothing. */
    public static Optional<Gap> of(Transaction transaction, String hookId) {
        return transaction
                .prepare(LOST)
                .text("hook", hookId)
                .first(row ->
                        new Gap(
                                row.number("lost_count"),
                                row.number("first_lost"),
                                row.number("last_lost")));
    }
}
