package io.hookline.server.delivery.lane;

import io.hookline.filter.HookFilter.Decision;
import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.task.Mailbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The wanted events that follow what a lane has taken, in order, each once. Near the log's end the
 * matcher puts them into a bounded queue; a lane that lags, or left the queue, reads the store
 * until it is near the end again.
 *
 * <p>What others touch is in the lane's mailbox; the rest belongs to the lane's own thread.
 */
final class LaneInput {
    private static final int CHUNK = 500;

    /** Kept, because it is used for every event. */
    private static final BiPredicate<LaneState, HookEvent> OFFER =
            (state, event) -> state.queue().offer(event);

    private final EventLog log;
    private final Matcher matcher;
    private final Mailbox<LaneState> mailbox;
    private final LaneQueue hint;
    private volatile Interest interest;

    // of the lane's thread
    private final Deque<HookEvent> backlog = new ArrayDeque<>();
    private long readTo;
    private long storeUntil = Long.MAX_VALUE;

    /**
     * @param queue of the mailbox; only asked whether it takes events
     */
    LaneInput(
            Interest interest,
            long position,
            EventLog log,
            Matcher matcher,
            Mailbox<LaneState> mailbox,
            LaneQueue queue) {
        this.interest = interest;
        this.readTo = position;
        this.log = log;
        this.matcher = matcher;
        this.mailbox = mailbox;
        this.hint = queue;
    }

    List<String> types() {
        return interest.types();
    }

    /** Whether the event is to be offered; a lane away from the tail costs no filter. */
    Decision decide(StoredEvent event, String type) {
        return hint.isAtTail() ? interest.decide(event, type) : Decision.FAILS;
    }

    Interest interest() {
        return interest;
    }

    // ---- the matcher's side

    /** Takes a wanted event, if the queue does. */
    void offer(HookEvent event) {
        mailbox.post(event, OFFER);
    }

    /** Called by the matcher while it offers nothing. */
    void joined() {
        mailbox.change(state -> state.queue().join());
    }

    // ---- anybody's side

    /**
     * From now on other events are wanted, of all that is not yet in a batch. The matcher must
     * index its inputs afterwards, outside of the mailbox.
     */
    void want(Interest other) {
        leave();
        interest = other;
    }

    /** Lets go of what waits in memory; it is read again from the store when it is asked for. */
    void leave() {
        mailbox.change(state -> state.queue().leave(matcher.position()));
    }

    // ---- the lane's side

    /**
     * As {@link #leave}, and lets go of what was read from the store: a dead lane holds nothing.
     */
    void rest() {
        leave();
        if (!backlog.isEmpty()) {
            readTo = backlog.getFirst().position() - 1;
            backlog.clear();
            storeUntil = Long.MAX_VALUE;
        }
    }

    /** Goes back to a position; everything after it will be taken again. */
    void rewind(long position) {
        mailbox.change(state -> state.queue().rewind());
        backlog.clear();
        readTo = position;
        storeUntil = Long.MAX_VALUE;
    }

    /** Whether events may be in the store that were not read yet. */
    boolean lags(LaneQueue queue) {
        return !backlog.isEmpty() || readTo < storeUntil || queue.misses();
    }

    /** Notes that the lane has no batch and takes nothing now. */
    void settle(LaneQueue queue) {
        queue.settle(backlog.isEmpty() ? readTo : backlog.getFirst().position() - 1, lags(queue));
    }

    /**
     * Up to {@code max} wanted events. When there are fewer now, what there is; an empty answer
     * while it {@link #lags} means only that a stretch of the log held nothing wanted.
     */
    List<HookEvent> take(int max) {
        List<HookEvent> taken = new ArrayList<>();
        comeBack();
        for (int chunks = 0; ; ) {
            while (taken.size() < max && !backlog.isEmpty()) {
                taken.add(backlog.poll());
            }
            if (taken.size() == max) {
                return taken;
            }
            if (readTo < storeUntil) {
                if (chunks++ == 4) {
                    return taken;
                }
                readStore();
            } else {
                boolean more = drainQueue(taken, max);
                if (decide(taken) || !more) {
                    return taken;
                }
            }
        }
    }

    private void comeBack() {
        Optional<Long> offeredTo = mailbox.ask(state -> state.queue().comeBack());
        if (offeredTo.isEmpty()) {
            return;
        }
        if (!backlog.isEmpty()) {
            readTo = backlog.getFirst().position() - 1;
            backlog.clear();
        } else if (readTo >= storeUntil) {
            readTo = Math.max(readTo, offeredTo.get());
        }
        storeUntil = Long.MAX_VALUE;
    }

    /** False when there is nothing more now; true when there is, here or in the store. */
    private boolean drainQueue(List<HookEvent> taken, int max) {
        return mailbox.ask(state -> drain(state.queue(), taken, max));
    }

    /** Asks the filter where that was left to the lane; whether there was any such event. */
    private boolean decide(List<HookEvent> taken) {
        if (taken.stream().noneMatch(HookEvent::isUndecided)) {
            return false;
        }
        List<StoredEvent> open =
                taken.stream().filter(HookEvent::isUndecided).map(HookEvent::stored).toList();
        Set<Long> wanted = new HashSet<>();
        interest.wanted(open).forEach(event -> wanted.add(event.position()));
        taken.removeIf(event -> event.isUndecided() && !wanted.contains(event.position()));
        return true;
    }

    private boolean drain(LaneQueue queue, List<HookEvent> taken, int max) {
        while (taken.size() < max && !queue.isEmpty()) {
            HookEvent event = queue.poll();
            if (event.position() > readTo) {
                readTo = event.position();
                taken.add(event);
            }
        }
        queue.restartWaiting();
        if (taken.size() == max || queue.isAll()) {
            return false;
        }
        readTo = Math.max(readTo, queue.offeredTo());
        storeUntil = Long.MAX_VALUE;
        return true;
    }

    private void readStore() {
        Interest wanted = interest;
        List<StoredEvent> events = log.read(readTo, wanted.types(), CHUNK);
        if (events.isEmpty()) {
            if (storeUntil == Long.MAX_VALUE) {
                storeUntil = matcher.join(this);
            } else {
                readTo = storeUntil;
            }
            return;
        }
        List<StoredEvent> next =
                events.stream().takeWhile(event -> event.position() <= storeUntil).toList();
        List<HookEvent> taken = wanted.wanted(next).stream().map(HookEvent::new).toList();
        readTo = next.size() < events.size() ? storeUntil : next.getLast().position();
        if (taken.size() > 1) {
            // What is sent is made of them all at once, on idle processors too.
            taken.parallelStream().forEach(HookEvent::payload);
        }
        backlog.addAll(taken);
    }
}
