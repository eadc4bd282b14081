package io.hookline.flow.engine;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when a card takes too long. Closed by the same thread; after
 * that it cannot be interrupted by us.
 */
final class CallTimeout implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Thread watched = Thread.currentThread();
    private final ScheduledFuture<?> pending;
    private boolean closed;
    private boolean expired;

    CallTimeout(Duration most) {
        pending = TIMER.schedule(this::expire, most.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        var timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("card-timeouts").factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private synchronized void expire() {
        if (!closed) {
            expired = true;
            watched.interrupt();
        }
    }

    synchronized boolean expired() {
        return expired;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            pending.cancel(false);
            if (expired) {
                Thread.interrupted();
            }
        }
    }
}
