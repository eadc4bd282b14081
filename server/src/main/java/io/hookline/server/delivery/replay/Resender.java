package io.hookline.server.delivery.replay;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.Outcome;
import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.delivery.lane.LaneTools;
import io.hookline.server.delivery.replay.ResendStore.Due;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.task.PeriodicTask;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends what is due beside the lanes: batches that were set aside, and those of replays. One
 * request at a time for each hook, so that a slow receiver delays only itself, and the live lane
 * goes on meanwhile.
 */
public final class Resender {
    private static final Logger log = LoggerFactory.getLogger(Resender.class);

    private final Redelivery redelivery;
    private final ReplayReader replays;
    private final ResendStore store;
    private final LaneTools tools;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final PeriodicTask task;

    public Resender(
            Redelivery redelivery, ReplayReader replays, ResendStore store, LaneTools tools) {
        this.redelivery = redelivery;
        this.replays = replays;
        this.store = store;
        this.tools = tools;
        this.task = PeriodicTask.every(tools.schedule().first(), "resender", this::look);
    }

    public void start() {
        task.startLater();
    }

    private void look() {
        busyHooks().forEach(this::begin);
    }

    private List<String> busyHooks() {
        return tools.writer().database().read(transaction -> store.busyHooks(transaction, now()));
    }

    private void begin(String hookId) {
        if (busy.add(hookId)) {
            Thread.ofVirtual()
                    .name("beside-" + hookId)
                    .start(() -> {
                        try {
                            while (task.isOpen() && goOn(hookId)) {
                                // until nothing is due, or the receiver takes nothing
                            }
                        } catch (StoreBusy e) {
                            log.debug("Deliveries beside the lane of {} wait", hookId, e);
                        } catch (RuntimeException e) {
                            log.warn("Deliveries beside the lane of {} wait", hookId, e);
                        } finally {
                            busy.remove(hookId);
                        }
                    });
        }
    }

    /** Sends one batch, or reads on; false when it is time to rest. */
    private boolean goOn(String hookId) {
        Optional<Due> due =
                tools.writer()
                        .database()
                        .read(transaction -> store.next(transaction, hookId, now()));
        return due.map(this::send).orElseGet(() -> replays.read(hookId));
    }

    private boolean send(Due due) {
        Batch batch = due.batch();
        Optional<EventHook> hook = redelivery.receiver(batch);
        if (hook.isEmpty()) {
            return false;
        }
        Optional<Outcome> outcome =
                due.replay().isPresent()
                        ? redelivery.sendReplayed(hook.get(), batch, due.replay().get())
                        : redelivery.send(hook.get(), batch);
        if (outcome.isEmpty()) {
            redelivery.giveUp(batch);
            return true;
        }
        return switch (outcome.get()) {
            case Accepted accepted -> true;
            case Refused refused ->
                    refused.kind() == Kind.CONTENT || refused.kind() == Kind.FLOW_OFF;
        };
    }

    private Instant now() {
        return tools.clock().instant();
    }

    public void close() {
        task.close();
    }
}
