package io.hookline.server.delivery.lane;

import io.hookline.server.delivery.attempt.HookEvent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The newest wanted events of a lane that is near the log's end: bounded, and empty while the lane
 * reads the store instead. Part of the {@link LaneState}.
 */
final class LaneQueue {
    static final int CAPACITY = 2_000;

    /** About how many bytes of memory the events of one lane may take. */
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 32;

    private final Deque<HookEvent> events = new ArrayDeque<>();
    private volatile boolean atTail;
    private boolean left;
    private long offeredTo;
    private long oldestNanos;
    private int needed = 1;
    private long bytes;
    private long settled;
    private boolean idle;

    LaneQueue(long position) {
        this.settled = position;
    }

    /** Whether it takes new events. A hint: the only question that needs no mailbox. */
    boolean isAtTail() {
        return atTail;
    }

    // ---- the matcher's side

    /**
     * Takes a wanted event, unless there is no room: then the lane reads it from the store later.
     *
     * @return whether the lane waits for it
     */
    boolean offer(HookEvent event) {
        if (!atTail) {
            return false;
        }
        if (events.size() >= CAPACITY || bytes >= MOST_BYTES) {
            atTail = false;
            offeredTo = event.position() - 1;
            return false;
        }
        if (events.isEmpty()) {
            oldestNanos = System.nanoTime();
        }
        events.add(event);
        bytes += event.weight();
        return events.size() >= needed;
    }

    /** From now on new events are offered. */
    void join() {
        clear();
        atTail = true;
    }

    private void clear() {
        events.clear();
        bytes = 0;
    }

    // ---- anybody's side

    /**
     * Lets go of what waits in memory; it is read again from the store when it is asked for.
     *
     * @param matched up to where the matcher has offered everything
     */
    void leave(long matched) {
        if (left) {
            return;
        }
        if (!events.isEmpty()) {
            offeredTo = events.getFirst().position() - 1;
        } else if (atTail) {
            offeredTo = matched;
        }
        clear();
        atTail = false;
        left = true;
    }

    // ---- the lane's side

    /** Forgets everything: the lane reads the store. */
    void rewind() {
        clear();
        atTail = false;
        left = false;
        idle = false;
    }

    /** The lane takes events again. Up to where it had been offered them, if it had left. */
    Optional<Long> comeBack() {
        idle = false;
        if (!left) {
            return Optional.empty();
        }
        left = false;
        return Optional.of(offeredTo);
    }

    /** Whether events that it does not hold may be in the store. */
    boolean misses() {
        return left || events.isEmpty() && !atTail;
    }

    /** Whether nothing but what it holds is to be taken now. */
    boolean isAll() {
        return atTail || left;
    }

    long offeredTo() {
        return offeredTo;
    }

    int size() {
        return events.size();
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    HookEvent poll() {
        HookEvent event = events.poll();
        bytes = event == null ? 0 : bytes - event.weight();
        return event;
    }

    /** The first event that is left waits from now on. */
    void restartWaiting() {
        oldestNanos = System.nanoTime();
    }

    /** How long the first event has been waiting. */
    long waitedNanos() {
        return events.isEmpty() ? 0 : System.nanoTime() - oldestNanos;
    }

    /** With how many events the lane wants to be woken. */
    void wakeAt(int many) {
        needed = many;
    }

    /**
     * Notes that the lane has no batch and takes nothing now.
     *
     * @param position up to where it has taken events
     * @param lags whether events may be in the store that were not read yet
     */
    void settle(long position, boolean lags) {
        settled = position;
        idle = !lags && events.isEmpty();
    }

    /**
     * Up to where nothing is left to deliver.
     *
     * @param matched up to where the matcher had offered everything, read before the mailbox was
     *     asked
     */
    long settledTo(long matched) {
        return nothingWaits() ? Math.max(settled, matched) : settled;
    }

    /** Whether all wanted events of the log were taken. */
    boolean nothingWaits() {
        return idle && atTail && !left && events.isEmpty();
    }
}
