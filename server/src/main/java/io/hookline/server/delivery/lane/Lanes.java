package io.hookline.server.delivery.lane;

import io.hookline.outbound.HttpSender;
import io.hookline.outbound.Lineage;
import io.hookline.server.delivery.attempt.Attempts;
import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Courier;
import io.hookline.server.delivery.attempt.FailureReport;
import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.attempt.PatientWriter;
import io.hookline.server.delivery.attempt.RetrySchedule;
import io.hookline.server.delivery.lane.LaneStore.Ending;
import io.hookline.server.delivery.lane.LaneStore.StoredLane;
import io.hookline.server.delivery.preview.Previewer;
import io.hookline.server.delivery.record.DeliveryCounts;
import io.hookline.server.delivery.record.HookCounts.Counted;
import io.hookline.server.delivery.record.HookMeasures;
import io.hookline.server.delivery.replay.Redelivery;
import io.hookline.server.delivery.replay.ReplayReader;
import io.hookline.server.delivery.replay.ReplayStore;
import io.hookline.server.delivery.replay.SideDeliveries;
import io.hookline.server.delivery.replay.SideStore;
import io.hookline.server.endpoint.own.OwnEndpoints;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.Waiting;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.EventHook.Status;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.lifecycle.HookListener;
import io.hookline.server.hook.lifecycle.HookSettings;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.Service;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
public final class Lanes implements HookListener, Service {
    private static final Logger logger = LoggerFactory.getLogger(Lanes.class);
    private static final Duration SETTLE_EVERY = Duration.ofSeconds(1);

    /** So many waiting events are counted; beyond, only that there are more is known. */
    private static final int MOST_COUNTED = 100_000;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final LaneStore store = new LaneStore();
    private final Matcher matcher;
    private final PatientWriter writer;
    private final FailureReport report;
    private final Courier courier;
    private final LaneTools tools;
    private final SideStore side = new SideStore();
    private final Redelivery redelivery;
    private final SideDeliveries beside;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<String, Long> settled = new HashMap<>();
    private final PeriodicTask settling =
            PeriodicTask.every(SETTLE_EVERY, "lanes-settle", this::settle);

    public Lanes(
            Database database,
            HookStore hooks,
            EventLog log,
            OwnEndpoints own,
            HttpSender sender,
            HookSettings settings,
            InstantSource clock) {
        this(database, hooks, log, own, sender, settings, clock, RetrySchedule.DEFAULT);
    }

    public Lanes(
            Database database,
            HookStore hooks,
            EventLog log,
            OwnEndpoints own,
            HttpSender sender,
            HookSettings settings,
            InstantSource clock,
            RetrySchedule schedule) {
        this.database = database;
        this.hooks = hooks;
        this.log = log;
        this.matcher = new Matcher(log.end());
        log.onAppend(matcher);
        this.writer = new PatientWriter(database);
        this.report = new FailureReport(log, clock);
        DeliveryCounts counts = new DeliveryCounts(clock);
        this.courier = new Courier(sender, schedule.timeout(), own, clock);
        this.tools =
                new LaneTools(
                        writer,
                        store,
                        log,
                        matcher,
                        new Attempts(log, courier, writer, counts),
                        report,
                        counts,
                        new Quota(settings.rules().dailyQuota(), log, clock),
                        schedule,
                        settings,
                        clock);
        this.redelivery = new Redelivery(tools, hooks, side);
        this.beside =
                new SideDeliveries(
                        redelivery,
                        new ReplayReader(tools, hooks, new ReplayStore(), side),
                        side,
                        tools);
    }

    /**
     * Goes on where the lanes stood when the process ended. Call once, when the base URL is known.
     */
    @Override
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
        beside.start();
    }

    private void begin(String hookId, Lane lane) {
        Lane former = lanes.put(hookId, lane);
        if (former != null) {
            former.end();
        }
        lane.start();
    }

    // ---- what happens to hooks

    @Override
    public void changed(
            Transaction transaction,
            Optional<EventHook> before,
            Optional<EventHook> after,
            Start start) {
        if (after.isEmpty()) {
            delete(transaction, before.orElseThrow().id());
            return;
        }
        EventHook hook = after.get();
        Optional<StoredLane> stored = store.lane(transaction, hook.id());
        boolean live = stored.filter(StoredLane::live).isPresent();
        if (hook.status() == Status.INACTIVE) {
            if (live) {
                end(transaction, hook, stored.get());
            }
        } else if (live) {
            transaction.afterCommit(
                    () -> Optional.ofNullable(lanes.get(hook.id())).ifPresent(l -> l.update(hook)));
        } else if (hook.receives()) {
            long end = log.end(transaction);
            begin(
                    transaction,
                    hook,
                    start == Start.LAST ? stored.map(StoredLane::position).orElse(end) : end);
        }
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
            store.ended(transaction, batch.eventId(), Ending.DEACTIVATED, Optional.empty(), now);
            report.write(
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
                    FailureReport.Consequence.SET_ASIDE,
                    Lineage.NONE);
        }
        store.end(transaction, hook.id(), position);
        side.forget(transaction, hook.id(), now);
        transaction.afterCommit(() -> endInMemory(hook.id()));
    }

    private void delete(Transaction transaction, String hookId) {
        store.delete(transaction, hookId);
        side.forget(transaction, hookId, tools.clock().instant());
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
                                        .orElse(log.end()));
        Waiting waiting = log.waiting(after, lane.types(), MOST_COUNTED);
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
                .flatMap(lane -> lane.tellableErrors().stream())
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
                counted.setAside(),
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

    public Redelivery redelivery() {
        return redelivery;
    }

    public Previewer previewer() {
        return new Previewer(tools, courier);
    }

    // ---- lazy moves

    /** Moves all lanes past what they do not want, in one write. */
    private void settle() {
        List<Move> moves = new ArrayList<>();
        lanes.forEach((hookId, lane) -> {
            long position = lane.settledTo(matcher.position());
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
        beside.close();
        lanes.values().forEach(Lane::end);
        Instant until = Instant.now().plus(CLOSE_WITHIN);
        try {
            for (Lane lane : lanes.values()) {
                lane.join(Duration.between(Instant.now(), until));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.close();
        try {
            settle();
        } catch (RuntimeException e) {
            logger.debug("The positions of hooks are not up to date; events are read again", e);
        }
    }
}
