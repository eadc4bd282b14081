package io.hookline.server.delivery.replay;

import io.hookline.server.access.Caller;
import io.hookline.server.delivery.replay.Replay.Status;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.json.Times;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Starts, lists and stops replays. */
public final class Replays {
    private static final int MOST = 50;

    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final InstantSource clock;
    private final ReplayStore store = new ReplayStore();

    public Replays(Database database, HookStore hooks, EventLog log, InstantSource clock) {
        this.database = database;
        this.hooks = hooks;
        this.log = log;
        this.clock = clock;
    }

    /**
     * A replay and how far it is.
     *
     * @param pending how many of its batches are not delivered yet
     */
    public record Progress(Replay replay, int pending) {
        public State state() {
            return switch (replay.status()) {
                case READING -> State.RUNNING;
                case READ -> pending > 0 ? State.RUNNING : State.ENDED;
                case STOPPED -> State.STOPPED;
            };
        }

        private boolean isRunning() {
            return replay.status() == Status.READING || pending > 0;
        }
    }

    /** Whether a replay still sends. */
    public enum State {
        RUNNING,
        ENDED,
        STOPPED
    }

    /**
     * Sends the events of a time range to a hook again.
     *
     * @param since not after {@code until}
     * @throws Refusal.Conflict when the hook receives nothing, or has a replay that still runs
     */
    public Progress start(Caller caller, String hookId, Instant since, Instant until) {
        long from = log.before(since);
        long to = Math.max(from, log.before(until.plusMillis(1)));
        Replay replay =
                new Replay(
                        UUID.randomUUID().toString(),
                        hookId,
                        since,
                        until,
                        Status.READING,
                        from,
                        to,
                        0,
                        clock.instant(),
                        caller.id());
        return database.write(transaction -> {
            String name = name(transaction, hookId);
            requireFree(transaction, hookId);
            store.insert(transaction, replay);
            report(transaction, caller, name, replay, "Replay events to event hook");
            return progress(transaction, replay);
        });
    }

    private void requireFree(Transaction transaction, String hookId) {
        if (!hooks.receives(transaction, hookId)) {
            throw new Refusal.Conflict(
                    "The hook is inactive or not verified; only an active and verified hook"
                            + " receives deliveries.");
        }
        for (Replay earlier : store.list(transaction, hookId, 1)) {
            if (progress(transaction, earlier).isRunning()) {
                throw new Refusal.Conflict(
                        "Replay "
                                + earlier.id()
                                + " of this hook is still running; wait for its end or stop it.");
            }
        }
    }

    /** The last ones of a hook, the newest first. */
    public List<Progress> list(String hookId) {
        return database.read(transaction -> {
            name(transaction, hookId);
            return store.list(transaction, hookId, MOST).stream()
                    .map(replay -> progress(transaction, replay))
                    .toList();
        });
    }

    /** Stops a replay; what it has not delivered yet becomes failed deliveries. */
    public Progress stop(Caller caller, String id) {
        return database.write(transaction -> {
            Replay replay =
                    store.find(transaction, id)
                            .orElseThrow(() -> new Refusal.NotFound("replay", id));
            if (progress(transaction, replay).isRunning()) {
                String name = name(transaction, replay.hookId());
                store.stop(transaction, id, clock.instant());
                report(transaction, caller, name, replay, "Stop replay to event hook");
            }
            return progress(transaction, store.find(transaction, id).orElseThrow());
        });
    }

    private Progress progress(Transaction transaction, Replay replay) {
        return new Progress(replay, store.pending(transaction, replay.id()));
    }

    private void report(
            Transaction transaction, Caller caller, String hook, Replay replay, String what) {
        AuditEvent act =
                AuditEvent.of("hookline.event_hook.replay", what)
                        .by(caller)
                        .target("EventHook", replay.hookId(), hook)
                        .debug("replay", replay.id())
                        .debug("since", Times.millis(replay.since()))
                        .debug("until", Times.millis(replay.until()));
        log.append(transaction, AuditEvent.SOURCE, List.of(act.json(clock.instant())));
    }

    /** The name of a hook that exists. */
    private String name(Transaction transaction, String hookId) {
        return hooks.name(transaction, hookId)
                .orElseThrow(() -> new Refusal.NotFound("event hook", hookId));
    }
}
