package io.hookline.server.delivery.lane;

import io.hookline.server.access.Caller;
import io.hookline.server.delivery.attempt.HookCounts.Counted;
import io.hookline.server.delivery.attempt.HookCounts.LastError;
import io.hookline.server.delivery.lane.LaneStore.StoredLane;
import io.hookline.server.delivery.record.DeliveryStore;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventSweep.Gap;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Pauses and resumes deliveries of a hook, and says how they stand. */
public final class LaneControl {
    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final Lanes lanes;
    private final InstantSource clock;
    private final LaneStore store = new LaneStore();

    public LaneControl(HookContext context, Lanes lanes) {
        this.database = context.database();
        this.hooks = context.hooks();
        this.log = context.log();
        this.lanes = lanes;
        this.clock = context.clock();
    }

    /**
     * How the deliveries of a hook stand.
     *
     * @param lost the events that were deleted before the hook had them
     * @param lastError the newest failed attempt that is stored
     * @param lane empty when the hook receives nothing
     */
    public record Report(
            EventHook hook,
            boolean paused,
            Optional<Gap> lost,
            Optional<LastError> lastError,
            Optional<LaneStatus> lane,
            Lag lag,
            Counted counted) {}

    private record Stored(
            EventHook hook, boolean paused, Optional<Gap> lost, Optional<LastError> lastError) {
        static Stored of(Transaction transaction, EventHook hook, boolean paused) {
            return new Stored(
                    hook,
                    paused,
                    LostEvents.of(transaction, hook.id()),
                    DeliveryStore.lastError(transaction, hook.id()));
        }
    }

    /**
     * @throws Refusal.NotFound when there is no such hook
     */
    public Report report(String hookId) {
        return whole(
                database.read(transaction ->
                        Stored.of(
                                transaction,
                                find(transaction, hookId),
                                store.lane(transaction, hookId)
                                        .filter(StoredLane::paused)
                                        .isPresent())));
    }

    /** How the deliveries of all hooks stand, in the order of the hooks. */
    public List<Report> reports() {
        List<Stored> stored =
                database.read(transaction ->
                        hooks.list(transaction).stream()
                                .map(hook ->
                                        Stored.of(
                                                transaction,
                                                hook,
                                                store.lane(transaction, hook.id())
                                                        .filter(StoredLane::paused)
                                                        .isPresent()))
                                .toList());
        return stored.stream().map(this::whole).toList();
    }

    /**
     * Stops or resumes the deliveries of a hook; its place in the log is kept.
     *
     * @throws Refusal.Conflict when the hook receives nothing
     */
    public Report pause(Caller caller, String hookId, boolean pause) {
        EventHook hook = database.read(transaction -> find(transaction, hookId));
        return whole(
                database.write(transaction -> {
                    StoredLane lane =
                            store.lane(transaction, hookId)
                                    .filter(StoredLane::live)
                                    .orElseThrow(() ->
                                            new Refusal.Conflict(
                                                    "The hook receives no events: activate and"
                                                            + " verify it first."));
                    if (lane.paused() != pause) {
                        lanes.pause(transaction, hookId, pause);
                        log(transaction, caller, hook, pause);
                    }
                    return Stored.of(transaction, hook, pause);
                }));
    }

    private Report whole(Stored stored) {
        String hookId = stored.hook().id();
        return new Report(
                stored.hook(),
                stored.paused(),
                stored.lost(),
                stored.lastError(),
                lanes.status(hookId),
                lanes.lag(hookId),
                lanes.counted(hookId));
    }

    private void log(Transaction transaction, Caller caller, EventHook hook, boolean pause) {
        AuditEvent act =
                AuditEvent.of(
                                "event_hook.updated",
                                pause
                                        ? "Pause event hook deliveries"
                                        : "Resume event hook deliveries")
                        .by(caller)
                        .target("EventHook", hook.id(), hook.name())
                        .debug("paused", Boolean.toString(pause));
        log.append(transaction, AuditEvent.SOURCE, List.of(act.json(clock.instant())));
    }

    private EventHook find(Transaction transaction, String hookId) {
        return hooks.find(transaction, hookId)
                .orElseThrow(() -> new Refusal.NotFound("event hook", hookId));
    }
}
