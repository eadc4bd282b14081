package io.hookline.server.delivery.replay;

import io.hookline.server.delivery.attempt.Batch;
import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.delivery.lane.BatchSize;
import io.hookline.server.delivery.lane.Interest;
import io.hookline.server.delivery.lane.LaneTools;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads replays slice by slice and makes batches of what the hook wants now. It keeps only few
 * batches ahead of the receiver, so that a long replay costs no more than a short one.
 */
public final class ReplayReader {
    private static final int SLICE = 500;
    private static final int MOST_PENDING = 20;

    private final LaneTools tools;
    private final HookStore hooks;
    private final ReplayStore store;
    private final ResendStore side;

    public ReplayReader(LaneTools tools, HookStore hooks, ReplayStore store, ResendStore side) {
        this.tools = tools;
        this.hooks = hooks;
        this.store = store;
        this.side = side;
    }

    /** What is to be read for a hook. */
    private record Work(Replay replay, EventHook hook) {}

    /**
     * Reads on.
     *
     * @return false when there is nothing to read, or enough is on its way
     */
    boolean read(String hookId) {
        if (tools.quota().left() == 0) {
            return false;
        }
        Optional<Work> work =
                tools.writer()
                        .database()
                        .read(transaction -> {
                            Optional<Replay> replay = store.reading(transaction, hookId);
                            if (replay.isEmpty()
                                    || store.pending(transaction, replay.get().id())
                                            >= MOST_PENDING) {
                                return Optional.empty();
                            }
                            return hooks.find(transaction, hookId)
                                    .filter(EventHook::receives)
                                    .map(hook -> new Work(replay.get(), hook));
                        });
        work.ifPresent(this::read);
        return work.isPresent();
    }

    private void read(Work work) {
        Replay replay = work.replay();
        Interest interest = new Interest(work.hook(), tools.settings().mostHops());
        List<StoredEvent> slice =
                tools.log().read(replay.position(), interest.types(), SLICE).stream()
                        .filter(event -> event.position() <= replay.lastPosition())
                        .toList();
        List<HookEvent> wanted = interest.wanted(slice).stream().map(HookEvent::new).toList();
        Replay after = after(replay, slice, wanted.size());
        Instant now = Instant.ofEpochMilli(tools.clock().millis());
        List<Batch> batches = batches(work.hook(), wanted, now);
        tools.writer()
                .write(transaction -> {
                    if (store.advance(transaction, replay, after)) {
                        insert(transaction, batches, replay, now);
                    }
                    return after;
                });
    }

    private void insert(Transaction transaction, List<Batch> batches, Replay replay, Instant now) {
        for (Batch batch : batches) {
            tools.quota().count(transaction, batch.size());
            side.insert(transaction, batch, replay.id(), now);
        }
    }

    private static Replay after(Replay replay, List<StoredEvent> slice, int wanted) {
        boolean more = !slice.isEmpty() && slice.getLast().position() < replay.lastPosition();
        return new Replay(
                replay.id(),
                replay.hookId(),
                replay.since(),
                replay.until(),
                more ? Replay.Status.READING : Replay.Status.READ,
                more ? slice.getLast().position() : replay.lastPosition(),
                replay.lastPosition(),
                replay.matched() + wanted,
                replay.created(),
                replay.createdBy());
    }

    private List<Batch> batches(EventHook hook, List<HookEvent> wanted, Instant now) {
        int most = BatchSize.of(hook, tools.attempts().isOwn(hook)).most();
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < wanted.size(); from += most) {
            List<HookEvent> part = wanted.subList(from, Math.min(from + most, wanted.size()));
            batches.add(
                    Batch.of(
                            hook,
                            part.stream().map(HookEvent::position).toList(),
                            tools.source(hook.id()),
                            now));
        }
        return batches;
    }
}
