package io.hookline.server.delivery.lane;

import io.hookline.outbound.Lineage;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.FailureReport;
import io.hookline.server.delivery.attempt.HookCounts.Counted;
import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.lane.LaneStore.StoredLane;
import io.hookline.server.delivery.record.DeliveryRows;
import io.hookline.server.delivery.record.DeliveryRows.Ending;
import io.hookline.server.event.log.EventLog.Waiting;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.EventHook.Status;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.lifecycle.HookListener.Start;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.task.PeriodicTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All lanes: begins and ends them with the lives of their hooks, and resumes them after a restart.
 */
public final class Lanes implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Lanes.class);
    private static final Duration SETTLE_EVERY = Duration.ofSeconds(1);

    /** So many waiting events are counted; beyond, only that there are more is known. */
    private static final int MOST_COUNTED = 100_000;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final LaneTools tools;
    private final Database database;
    private final HookStore hooks;
    private final LaneStore store;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<String, Long> settled = new HashMap<>();
    private final PeriodicTask settling =
            PeriodicTask.every(SETTLE_EVERY, "lanes-settle", this::settle);

    public Lanes(LaneTools tools, HookStore hooks) {
        this.tools = tools;
        this.database = tools.writer().database();
        this.hooks = hooks;
        this.store = tools.store();
        tools.log().onAppend(tools.matcher());
    }

    /**
     * Goes on where the lanes stood when the process ended. Call once, when the base URL is known.
     */
    public void start() {
        database.read(
                        transaction -> {
                            tools.quota().load(transaction);
                            List<Lane> stored = new ArrayList<>();
                            for (EventHook hook : hooks.list(transaction)) {
                                store.lane(transaction, hook.id())
                                        .filter(StoredLane::live)
                                        .ifPresent(lane -> stored.add(new Lane(tools, hook, lane)));
                            }
                            return stored;
                        })
                .forEach(lane -> begin(lane.hookId(), lane));
        settling.startLater();
    }

    private void begin(String hookId, Lane lane) {
        Lane former = lanes.put(hookId, lane);
        if (former != null) {
            former.end();
        }
        lane.start();
    }

    // ---- what happens to hooks

    /**
     * Follows a change of a hook, in its transaction.
     *
     * @param start where its lane starts when it begins now
     * @return whether its lane ended
     */
    public boolean changed(Transaction transaction, EventHook hook, Start start) {
        Optional<StoredLane> stored = store.lane(transaction, hook.id());
        boolean live = stored.filter(StoredLane::live).isPresent();
        if (hook.status() == Status.INACTIVE) {
            if (live) {
                end(transaction, hook, stored.get());
            }
            return live;
        }
        if (live) {
            transaction.afterCommit(
                    () -> Optional.ofNullable(lanes.get(hook.id())).ifPresent(l -> l.update(hook)));
        } else if (hook.receives()) {
            long end = tools.log().end(transaction);
            begin(
                    transaction,
                    hook,
                    start == Start.LAST ? stored.map(StoredLane::position).orElse(end) : end);
        }
        return false;
    }

    private void begin(Transaction transaction, EventHook hook, long position) {
        store.start(transaction, hook.id(), position);
        StoredLane stored = store.lane(transaction, hook.id()).orElseThrow();
        transaction.afterCommit(() -> begin(hook.id(), new Lane(tools, hook, stored)));
    }

    /** The open batches become failed deliveries, and the lane's position is behind them. */
    private void end(Transaction transaction, EventHook hook, StoredLane stored) {
        Instant now = tools.clock().instant();
        long position = stored.position();
        for (Batch batch : stored.open()) {
            position = Math.max(position, batch.last());
            DeliveryRows.ended(
                    transaction, batch.eventId(), Ending.DEACTIVATED, Optional.empty(), now);
            tools.report()
                    .write(
                            transaction,
                            hook,
                            batch,
                            new Refused(
                                    Kind.CLOSED,
                                    Optional.empty(),
                                    "DEACTIVATED",
                                    "",
                                    Duration.ZERO,
                                    Optional.empty()),
                            "Event hook was deactivated during a delivery, which was set aside",
                            FailureReport.Consequence.FAILED,
                            Lineage.NONE);
        }
        store.end(transaction, hook.id(), position);
        transaction.afterCommit(() -> endInMemory(hook.id()));
    }

    /** The hook was deleted. */
    public void delete(Transaction transaction, String hookId) {
        store.delete(transaction, hookId);
        transaction.afterCommit(() -> {
            endInMemory(hookId);
            tools.counts().forget(hookId);
        });
    }

    private void endInMemory(String hookId) {
        Lane lane = lanes.remove(hookId);
        if (lane != null) {
            lane.end();
        }
    }

    // ---- what people ask for

    /** Stops or resumes the deliveries of a hook; its place in the log is kept. */
    public void pause(Transaction transaction, String hookId, boolean pause) {
        store.pause(transaction, hookId, pause);
        transaction.afterCommit(
                () -> Optional.ofNullable(lanes.get(hookId)).ifPresent(l -> l.pause(pause)));
    }

    /** Tries a held batch of the hook now. */
    public void hurry(String hookId) {
        Optional.ofNullable(lanes.get(hookId)).ifPresent(Lane::hurry);
    }

    /** How the deliveries of a hook stand; empty when it has no lane. */
    public Optional<LaneStatus> status(String hookId) {
        return Optional.ofNullable(lanes.get(hookId)).map(Lane::status);
    }

    /** How far a hook is behind; nothing when it has no lane. */
    public Lag lag(String hookId) {
        return Optional.ofNullable(lanes.get(hookId)).map(this::lag).orElse(Lag.NONE);
    }

    private Lag lag(Lane lane) {
        if (lane.isIdle()) {
            return Lag.NONE;
        }
        long after =
                lane.first()
                        .map(first -> first - 1)
                        .orElseGet(() ->
                                database.read(transaction -> store.lane(transaction, lane.hookId()))
                                        .map(StoredLane::position)
                                        .orElse(tools.log().end()));
        Waiting waiting = tools.log().waiting(after, lane.types(), MOST_COUNTED);
        Duration age =
                waiting.since()
                        .map(since -> Duration.between(since, tools.clock().instant()))
                        .filter(Duration::isPositive)
                        .orElse(Duration.ZERO);
        return new Lag(waiting.count(), waiting.count() == MOST_COUNTED, age);
    }

    /** The numbers of all hooks that have a lane. */
    public List<HookMeasures> measures() {
        return lanes.entrySet().stream()
                .map(entry -> measures(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(HookMeasures::hookId))
                .toList();
    }

    /**
     * What the filters of a hook could not decide.
     *
     * @param count since its filters were set or the process started; events that tell of such
     *     errors are left out
     * @param last why
     */
    public record FilterErrors(String hookId, String hookName, long count, String last) {}

    /** The hooks whose filters had no answer. */
    public List<FilterErrors> filterErrors() {
        return lanes.values().stream()
                .flatMap(lane -> lane.filterErrors().stream())
                .sorted(Comparator.comparing(FilterErrors::hookId))
                .toList();
    }

    private HookMeasures measures(String hookId, Lane lane) {
        Counted counted = tools.counts().of(hookId).counted();
        LaneStatus status = lane.status();
        return new HookMeasures(
                hookId,
                counted.events(),
                counted.delivered(),
                counted.refused(),
                counted.failed(),
                status.filterErrors(),
                status.openBatches(),
                status.circuitOpenSince().isPresent(),
                lag(lane));
    }

    /** What became of a hook's requests since the start. */
    public Counted counted(String hookId) {
        return tools.counts().of(hookId).counted();
    }

    /** The lowest position that deliveries may still need: retention must not pass it. */
    public Optional<Long> oldestNeeded(Transaction transaction) {
        return store.oldestNeeded(transaction);
    }

    // ---- lazy moves

    /** Moves all lanes past what they do not want, in one write. */
    private void settle() {
        List<Move> moves = new ArrayList<>();
        lanes.forEach((hookId, lane) -> {
            long position = lane.settledTo(tools.matcher().position());
            if (position > settled.getOrDefault(hookId, 0L)) {
                moves.add(new Move(hookId, lane.epoch(), position));
            }
        });
        if (moves.isEmpty()) {
            return;
        }
        database.write(transaction -> {
            for (Move move : moves) {
                store.settle(transaction, move.hookId(), move.epoch(), move.position());
            }
            return moves;
        });
        moves.forEach(move -> settled.put(move.hookId(), move.position()));
    }

    private record Move(String hookId, int epoch, long position) {}

    /** Ends all sending within a few seconds; what is held goes on after the next start. */
    @Override
    public void close() {
        settling.close();
        lanes.values().forEach(Lane::end);
        Instant until = Instant.now().plus(CLOSE_WITHIN);
        try {
            for (Lane lane : lanes.values()) {
                lane.join(Duration.between(Instant.now(), until));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tools.writer().close();
        try {
            settle();
        } catch (RuntimeException e) {
            logger.debug("The positions of hooks are not up to date; events are read again", e);
        }
    }
}
