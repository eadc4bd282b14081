package io.hookline.server.task;

import io.hookline.server.store.StoreBusy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs again and again on a thread of its own, with a pause between two rounds that {@link #wake}
 * ends early. Rounds never overlap. Pauses are measured by the monotonic clock.
 *
 * <p>A round that fails is repeated after the usual pause, and each further failure doubles it, up
 * to a minute; waking does not end such a pause. Only the first failure of a series is a warning. A
 * busy store is expected: it costs one pause and no warning. An {@link Error} ends the process
 * ({@link VitalThread}).
 */
public final class PeriodicTask implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final Duration INTERRUPTED_WITHIN = Duration.ofSeconds(1);

    private final String name;
    private final Duration usual;
    private final Round round;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Duration first = Duration.ZERO;
    private boolean woken;
    private volatile boolean closed;

    /** One round of the work. */
    @FunctionalInterface
    public interface Round {
        /** Works, and says how long to pause then. */
        Duration run();
    }

    /**
     * @param name of the thread, and in log lines
     * @param usual the pause after a round that failed
     */
    public PeriodicTask(String name, Duration usual, Round round) {
        this.name = name;
        this.usual = usual;
        this.round = round;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** A task with the same pause after every round. */
    public static PeriodicTask every(Duration pause, String name, Runnable work) {
        return new PeriodicTask(
                name,
                pause,
                () -> {
                    work.run();
                    return pause;
                });
    }

    /** Begins with a round. */
    public void start() {
        thread.start();
    }

    /** Begins with a pause. */
    public void startLater() {
        first = usual;
        thread.start();
    }

    /** Ends the pause. During a round it has another one follow at once. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a long round may go on. */
    public boolean isOpen() {
        return !closed;
    }

    private void run() {
        int failures = 0;
        try {
            await(first, true);
            while (!closed) {
                Duration pause = usual;
                try {
                    pause = round.run();
                    if (failures > 0) {
                        log.info("The task {} works again", name);
                    }
                    failures = 0;
                } catch (StoreBusy e) {
                    log.debug("The task {} waits for the store", name, e);
                } catch (RuntimeException e) {
                    failures++;
                    pause = backoff(usual, failures);
                    report(e, failures, pause);
                }
                await(pause, failures == 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Error e) {
            throw VitalThread.died(name, e);
        }
    }

    private void report(RuntimeException e, int failures, Duration pause) {
        if (failures == 1 && !closed) {
            log.warn("The task {} failed; it runs again in {} ms", name, pause.toMillis(), e);
        } else {
            log.debug("The task {} failed again, for the {}. time", name, failures, e);
        }
    }

    /** The pause after so many failures in a row. */
    static Duration backoff(Duration usual, int failures) {
        Duration longest = usual.compareTo(LONGEST_BACKOFF) < 0 ? LONGEST_BACKOFF : usual;
        Duration doubled = usual.multipliedBy(1L << Math.min(failures - 1, 16));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    private void await(Duration pause, boolean unlessWoken) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = pause.toNanos();
            while (left > 0 && !closed && !(woken && unlessWoken)) {
                left = changed.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the task: no round begins any more, and the current one has a few seconds to end before
     * it is interrupted.
     */
    @Override
    public void close() {
        close(CLOSE_WITHIN);
    }

    void close(Duration patience) {
        closed = true;
        wake();
        if (!thread.isAlive()) {
            return;
        }
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
                if (!thread.join(INTERRUPTED_WITHIN)) {
                    log.warn("The task {} does not end", name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
