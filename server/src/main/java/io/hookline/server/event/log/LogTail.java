package io.hookline.server.event.log;

import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.event.log.EventLog.Tail;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * Passes what was committed to readers of the tail, in position order, on one thread. Committed
 * events wait here with their parsed JSON, but only so many bytes of them: past that they are let
 * go, and read back from the store.
 */
final class LogTail implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogTail.class);
    private static final long MAX_WAITING_BYTES = 32_000_000;

    private final LongFunction<List<StoredEvent>> readAfter;
    private final Runnable afterRound;
    private final List<Tail> tails = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<List<StoredEvent>> waiting = new ArrayDeque<>();
    private final Thread thread;
    private long waitingBytes;
    private boolean behind;
    private boolean closed;

    /** The last position passed on. Belongs to the thread. */
    private long notified;

    /**
     * @param end the last position in the log
     * @param readAfter reads some of what follows a position, to catch up
     * @param afterRound runs after each round
     */
    LogTail(long end, LongFunction<List<StoredEvent>> readAfter, Runnable afterRound) {
        this.notified = end;
        this.readAfter = readAfter;
        this.afterRound = afterRound;
        this.thread = Thread.ofPlatform().name("event-log-tail").daemon().start(this::run);
    }

    void register(Tail tail) {
        tails.add(tail);
    }

    /** Takes events that were just committed; called in position order. Never blocks for long. */
    void committed(List<StoredEvent> events, long bytes) {
        lock.lock();
        try {
            if (waitingBytes + bytes > MAX_WAITING_BYTES && !waiting.isEmpty()) {
                waiting.clear();
                waitingBytes = 0;
                behind = true;
            } else {
                waiting.add(events);
                waitingBytes += bytes;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (Round round = next(); !round.closed(); round = next()) {
                if (round.behind()) {
                    catchUp();
                }
                notifyTails(round.events());
                afterRound.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Round next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !behind && !closed) {
                changed.await();
            }
            List<StoredEvent> events =
                    waiting.size() == 1
                            ? waiting.peek()
                            : waiting.stream().flatMap(List::stream).toList();
            Round round = new Round(events, behind, closed);
            waiting.clear();
            waitingBytes = 0;
            behind = false;
            return round;
        } finally {
            lock.unlock();
        }
    }

    private void catchUp() throws InterruptedException {
        while (!isClosed()) {
            try {
                List<StoredEvent> events = readAfter.apply(notified);
                if (events.isEmpty()) {
                    return;
                }
                notifyTails(events);
            } catch (RuntimeException e) {
                log.warn("The log's tail could not catch up after {}; it tries again", notified, e);
                pause();
            }
        }
    }

    private void notifyTails(List<StoredEvent> events) {
        List<StoredEvent> fresh = fresh(events);
        if (fresh.isEmpty()) {
            return;
        }
        notified = fresh.getLast().position();
        for (Tail tail : tails) {
            try {
                tail.appended(fresh);
            } catch (RuntimeException e) {
                log.error("A reader of the log's tail failed on events up to {}", notified, e);
            }
        }
    }

    private List<StoredEvent> fresh(List<StoredEvent> events) {
        if (events.isEmpty() || events.getFirst().position() > notified) {
            return events;
        }
        List<StoredEvent> fresh = new ArrayList<>(events);
        fresh.removeIf(event -> event.position() <= notified);
        return fresh;
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(100);
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread after what it is telling; what still waits is in the log. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Round(List<StoredEvent> events, boolean behind, boolean closed) {}
}
