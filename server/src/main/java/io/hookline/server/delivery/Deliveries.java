package io.hookline.server.delivery;

import io.hookline.outbound.HttpSender;
import io.hookline.server.delivery.attempt.DeliverySender;
import io.hookline.server.delivery.attempt.RetrySchedule;
import io.hookline.server.delivery.attempt.RetryingWriter;
import io.hookline.server.delivery.lane.HookMeasures;
import io.hookline.server.delivery.lane.Lag;
import io.hookline.server.delivery.lane.LaneControl;
import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.delivery.lane.LaneTools;
import io.hookline.server.delivery.lane.Lanes;
import io.hookline.server.delivery.lane.Lanes.FilterErrors;
import io.hookline.server.delivery.preview.Previewer;
import io.hookline.server.delivery.record.DeliveryRecords;
import io.hookline.server.delivery.replay.Redeliveries;
import io.hookline.server.delivery.replay.Redelivery;
import io.hookline.server.delivery.replay.ReplayReader;
import io.hookline.server.delivery.replay.ReplayStore;
import io.hookline.server.delivery.replay.Replays;
import io.hookline.server.delivery.replay.SideDeliveries;
import io.hookline.server.delivery.replay.SideStore;
import io.hookline.server.endpoint.invocation.OwnEndpoints;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.lifecycle.HookListener;
import io.hookline.server.hook.lifecycle.HookSettings;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.task.Service;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Delivers the events of the log to hooks: through a lane for each hook, and beside the lanes what
 * failed or is replayed.
 */
public final class Deliveries implements HookListener, Service {
    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final HookSettings settings;
    private final InstantSource clock;
    private final DeliverySender sender;
    private final LaneTools tools;
    private final Lanes lanes;
    private final SideStore side = new SideStore();
    private final Redelivery redelivery;
    private final SideDeliveries sideDeliveries;

    public Deliveries(
            Database database,
            HookStore hooks,
            EventLog log,
            OwnEndpoints own,
            HttpSender sender,
            HookSettings settings,
            InstantSource clock) {
        this(database, hooks, log, own, sender, settings, clock, RetrySchedule.DEFAULT);
    }

    Deliveries(
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
        this.settings = settings;
        this.clock = clock;
        this.sender = new DeliverySender(sender, schedule.timeout(), own, clock);
        this.tools =
                LaneTools.of(
                        new RetryingWriter(database), log, this.sender, schedule, settings, clock);
        this.lanes = new Lanes(tools, hooks);
        this.redelivery = new Redelivery(tools, hooks, side);
        this.sideDeliveries =
                new SideDeliveries(
                        redelivery,
                        new ReplayReader(tools, hooks, new ReplayStore(), side),
                        side,
                        tools);
    }

    /**
     * Resumes where deliveries stood when the process ended. Call once, when the base URL is known.
     */
    @Override
    public void start() {
        lanes.start();
        sideDeliveries.start();
    }

    @Override
    public void changed(
            Transaction transaction,
            Optional<EventHook> before,
            Optional<EventHook> after,
            Start start) {
        if (after.isEmpty()) {
            String hookId = before.orElseThrow().id();
            lanes.delete(transaction, hookId);
            side.forget(transaction, hookId, clock.instant());
        } else if (lanes.changed(transaction, after.get(), start)) {
            side.forget(transaction, after.get().id(), clock.instant());
        }
    }

    /** How the deliveries of a hook stand; empty when it has no lane. */
    public Optional<LaneStatus> status(String hookId) {
        return lanes.status(hookId);
    }

    /** How far a hook is behind. */
    Lag lag(String hookId) {
        return lanes.lag(hookId);
    }

    /** The numbers of all hooks that have a lane. */
    public List<HookMeasures> measures() {
        return lanes.measures();
    }

    /** The hooks whose filters could not be evaluated for some events. */
    public List<FilterErrors> filterErrors() {
        return lanes.filterErrors();
    }

    /** The lowest position that deliveries may still need: retention must not pass it. */
    public Optional<Long> oldestNeeded(Transaction transaction) {
        return lanes.oldestNeeded(transaction);
    }

    /** Pauses and shows lanes. */
    public LaneControl control() {
        return new LaneControl(database, hooks, log, lanes, clock);
    }

    /** The records of deliveries. */
    public DeliveryRecords records() {
        return new DeliveryRecords(database, hooks, log);
    }

    /** Sends again what failed or was delivered. */
    public Redeliveries redeliveries() {
        return new Redeliveries(database, hooks, log, lanes, redelivery, side, clock);
    }

    /** Sends time ranges of the log again. */
    public Replays replays() {
        return new Replays(database, hooks, log, clock);
    }

    /** Sends single events now. */
    public Previewer previewer() {
        return new Previewer(tools.writer(), sender, log, settings, clock);
    }

    /** Ends all sending within a few seconds; what is held continues after the next start. */
    @Override
    public void close() {
        sideDeliveries.close();
        lanes.close();
    }
}
