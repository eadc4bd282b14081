package io.hookline.flow.engine;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when a card takes too long. Closed by the same thread, after
 * which no interrupt of ours can reach it.
 */
final class Watch implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    private final Thread watched = Thread.currentThread();
    private final ScheduledFuture<?> alarm;
    private boolean closed;
    private boolean rang;

    Watch(Duration most) {
        alarm = ALARMS.schedule(this::ring, most.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor alarms() {
        var alarms =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("card-timeouts").factory());
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    private synchronized void ring() {
        if (!closed) {
            rang = true;
            watched.interrupt();
        }
    }

    synchronized boolean rang() {
        return rang;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            alarm.cancel(false);
            if (rang) {
                Thread.interrupted();
            }
        }
    }
}
