package io.hookline.server.delivery;

import io.hookline.server.delivery.attempt.DeliverySender;
import io.hookline.server.delivery.attempt.HookCounts.Counted;
import io.hookline.server.delivery.attempt.RetrySchedule;
import io.hookline.server.delivery.lane.HookMeasures;
import io.hookline.server.delivery.lane.Lag;
import io.hookline.server.delivery.lane.LaneControl;
import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.delivery.lane.LaneTools;
import io.hookline.server.delivery.lane.Lanes;
import io.hookline.server.delivery.lane.Lanes.FilterErrors;
import io.hookline.server.delivery.lane.LostEvents;
import io.hookline.server.delivery.preview.Previewer;
import io.hookline.server.delivery.record.DeliveryRecords;
import io.hookline.server.delivery.replay.Redeliveries;
import io.hookline.server.delivery.replay.Redelivery;
import io.hookline.server.delivery.replay.ReplayReader;
import io.hookline.server.delivery.replay.ReplayStore;
import io.hookline.server.delivery.replay.Replays;
import io.hookline.server.delivery.replay.ResendStore;
import io.hookline.server.delivery.replay.Resender;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.health.DeliveryProgress;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.hook.lifecycle.HookListener;
import io.hookline.server.store.Transaction;
import io.hookline.server.task.Service;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Delivers the events of the log to hooks: through a lane for each hook, and beside the lanes what
 * failed or is replayed.
 */
public final class Deliveries implements HookListener, Service {
    private final HookContext context;
    private final HookStore hooks;
    private final InstantSource clock;
    private final DeliverySender sender;
    private final LaneTools tools;
    private final Lanes lanes;
    private final ResendStore resends = new ResendStore();
    private final Redelivery redelivery;
    private final Resender resender;

    public Deliveries(HookContext context) {
        this(context, RetrySchedule.DEFAULT);
    }

    Deliveries(HookContext context, RetrySchedule schedule) {
        this.context = context;
        this.hooks = context.hooks();
        this.clock = context.clock();
        this.sender = new DeliverySender(context, schedule.timeout());
        this.tools = LaneTools.of(context, this.sender, schedule);
        this.lanes = new Lanes(tools, hooks);
        this.redelivery = new Redelivery(tools, hooks, resends);
        this.resender =
                new Resender(
                        redelivery,
                        new ReplayReader(tools, hooks, new ReplayStore(), resends),
                        resends,
                        tools);
    }

    /** Resumes where deliveries stood when the process ended. Call once. */
    @Override
    public void start() {
        lanes.start();
        resender.start();
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
            resends.forget(transaction, hookId, clock.instant());
        } else if (lanes.changed(transaction, after.get(), start)) {
            resends.forget(transaction, after.get().id(), clock.instant());
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

    /** What became of the requests of each hook since the start. */
    public Map<String, Counted> counted() {
        return tools.counts().all();
    }

    /** The hooks whose filters could not be evaluated for some events. */
    public List<FilterErrors> filterErrors() {
        return lanes.filterErrors();
    }

    /** The lowest position that deliveries may still need: retention must not pass it. */
    public Optional<Long> oldestNeeded(Transaction transaction) {
        return lanes.oldestNeeded(transaction);
    }

    /** What the health of hooks is computed from. */
    public DeliveryProgress progress() {
        return tools.store();
    }

    /** Pauses and shows lanes. */
    public LaneControl control() {
        return new LaneControl(context, lanes);
    }

    /** The records of deliveries. */
    public DeliveryRecords records() {
        return new DeliveryRecords(context.database(), hooks, context.log());
    }

    /** Sends again what failed or was delivered. */
    public Redeliveries redeliveries() {
        return new Redeliveries(context, lanes, redelivery, resends);
    }

    /** Sends time ranges of the log again. */
    public Replays replays() {
        return new Replays(context.database(), hooks, context.log(), clock);
    }

    /** Sends single events now. */
    public Previewer previewer() {
        return new Previewer(tools.writer(), sender, context.log(), context.settings(), clock);
    }

    /** What hooks lose when the log must shrink. */
    public LostEvents lostEvents() {
        return new LostEvents(hooks, context.log(), clock);
    }

    /** Ends all sending within a few seconds; what is held continues after the next start. */
    @Override
    public void close() {
        resender.close();
        lanes.close();
    }
}
