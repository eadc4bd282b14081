package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.HookEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The wanted events that follow what a lane has taken, in order, each once. Near the log's end the
 * matcher puts them into a bounded queue; a lane that lags, or left the queue, reads the store
 * until it is near the end again.
 *
 * <p>The lane's lock guards what both threads touch; the rest belongs to the lane's own thread.
 */
final class LaneInput {
    static final int CAPACITY = 2_000;
    private static final int CHUNK = 500;

    private final EventLog log;
    private final Matcher matcher;
    private final ReentrantLock lock;
    private final Condition changed;
    private volatile Interest interest;

    // guarded by the lock
    private final Deque<HookEvent> queue = new ArrayDeque<>();
    private volatile boolean atTail;
    private boolean left;
    private long offeredTo;
    private long oldestNanos;
    private int needed = 1;
    private long settled;
    private boolean idle;

    // of the lane's thread
    private final Deque<HookEvent> backlog = new ArrayDeque<>();
    private long readTo;
    private long storeUntil = Long.MAX_VALUE;

    LaneInput(
            Interest interest,
            long position,
            EventLog log,
            Matcher matcher,
            ReentrantLock lock,
            Condition changed) {
        this.interest = interest;
        this.readTo = position;
        this.settled = position;
        this.log = log;
        this.matcher = matcher;
        this.lock = lock;
        this.changed = changed;
    }

    List<String> types() {
        return interest.types();
    }

    /** Whether the event is to be offered; a lane away from the tail costs no filter. */
    boolean wants(StoredEvent event, String type) {
        return atTail && interest.wants(event, type);
    }

    Interest interest() {
        return interest;
    }

    // ---- the matcher's side

    /**
     * Takes a wanted event, unless there is no room: then the lane reads it from the store later.
     */
    void offer(HookEvent event) {
        lock.lock();
        try {
            if (!atTail) {
                return;
            }
            if (queue.size() >= CAPACITY) {
                atTail = false;
                offeredTo = event.position() - 1;
                return;
            }
            if (queue.isEmpty()) {
                oldestNanos = System.nanoTime();
            }
            queue.add(event);
            if (queue.size() >= needed) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called by the matcher while it offers nothing. */
    void joined() {
        lock.lock();
        try {
            queue.clear();
            atTail = true;
        } finally {
            lock.unlock();
        }
    }

    // ---- anybody's side

    /**
     * From now on other events are wanted, of all that is not yet in a batch. Under the lock; the
     * matcher must index its inputs afterwards, without it.
     */
    void want(Interest other) {
        leave();
        interest = other;
    }

    /** Lets go of what waits in memory; it is read again from the store when it is asked for. */
    void leave() {
        lock.lock();
        try {
            if (left) {
                return;
            }
            if (!queue.isEmpty()) {
                offeredTo = queue.getFirst().position() - 1;
            } else if (atTail) {
                offeredTo = matcher.position();
            }
            queue.clear();
            atTail = false;
            left = true;
        } finally {
            lock.unlock();
        }
    }

    // ---- the lane's side

    /** Goes back to a position; everything after it will be taken again. */
    void rewind(long position) {
        lock.lock();
        try {
            queue.clear();
            atTail = false;
            left = false;
            idle = false;
            backlog.clear();
            readTo = position;
            storeUntil = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /** Whether events may be in the store that were not read yet. Under the lock. */
    boolean lags() {
        return left || !backlog.isEmpty() || readTo < storeUntil || (queue.isEmpty() && !atTail);
    }

    /** How many events wait in memory. Under the lock. */
    int queued() {
        return queue.size();
    }

    /** How long the first event has been waiting. Under the lock. */
    long waitedNanos() {
        return queue.isEmpty() ? 0 : System.nanoTime() - oldestNanos;
    }

    /** With how many events in the queue the lane wants to be woken. Under the lock. */
    void wakeAt(int events) {
        needed = events;
    }

    /**
     * Up to {@code max} wanted events. When there are fewer now, what there is; an empty answer
     * while {@link #lags} means only that a stretch of the log held nothing wanted.
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
            } else if (!drainQueue(taken, max)) {
                return taken;
            }
        }
    }

    private void comeBack() {
        lock.lock();
        try {
            idle = false;
            if (!left) {
                return;
            }
            left = false;
            if (!backlog.isEmpty()) {
                readTo = backlog.getFirst().position() - 1;
                backlog.clear();
            } else if (readTo >= storeUntil) {
                readTo = Math.max(readTo, offeredTo);
            }
            storeUntil = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
    }

    /** False when there is nothing more now; true when there is, here or in the store. */
    private boolean drainQueue(List<HookEvent> taken, int max) {
        lock.lock();
        try {
            while (taken.size() < max && !queue.isEmpty()) {
                HookEvent event = queue.poll();
                if (event.position() > readTo) {
                    readTo = event.position();
                    taken.add(event);
                }
            }
            oldestNanos = System.nanoTime();
            if (taken.size() == max || atTail || left) {
                return false;
            }
            readTo = Math.max(readTo, offeredTo);
            storeUntil = Long.MAX_VALUE;
            return true;
        } finally {
            lock.unlock();
        }
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
        List<HookEvent> taken = new ArrayList<>(events.size());
        for (StoredEvent event : events) {
            if (event.position() > storeUntil) {
                readTo = storeUntil;
                break;
            }
            readTo = event.position();
            if (wanted.wants(event, event.eventType())) {
                taken.add(new HookEvent(event));
            }
        }
        if (taken.size() > 1) {
            // What is sent is made of them all at once, on idle processors too.
            taken.parallelStream().forEach(HookEvent::payload);
        }
        backlog.addAll(taken);
    }

    /** Notes that the lane has no batch and takes nothing now. Under the lock. */
    void settle() {
        settled = backlog.isEmpty() ? readTo : backlog.getFirst().position() - 1;
        idle = !lags() && queue.isEmpty();
    }

    // ---- the clock's side

    /**
     * Up to where nothing is left to deliver. Under the lock.
     *
     * @param matched up to where the matcher had offered everything, read before the lock was taken
     */
    long settledTo(long matched) {
        return nothingWaits() ? Math.max(settled, matched) : settled;
    }

    /** Whether all wanted events of the log were taken. Under the lock. */
    boolean nothingWaits() {
        return idle && atTail && !left && queue.isEmpty();
    }
}
