package io.hookline.server.memory;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bytes that are handed out in kilobytes, the longest waiting first. */
final class Room {
    private static final int UNIT = 1_024;
    private final int units;
    private final Semaphore free;
    private final Duration patience;

    Room(long bytes, Duration patience) {
        this.units = (int) Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
        this.patience = patience;
    }

    int units() {
        return units;
    }

    boolean fits(int wanted) {
        return wanted <= units;
    }

    boolean takeNow(int wanted) {
        return free.tryAcquire(wanted);
    }

    boolean take(int wanted) {
        try {
            return free.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void giveBack(int units) {
        free.release(units);
    }

    long taken() {
        return (long) UNIT * (units - free.availablePermits());
    }

    long bytes() {
        return (long) UNIT * units;
    }

    static int units(long bytes) {
        return (int) Math.clamp((bytes + UNIT - 1) / UNIT, 0, Integer.MAX_VALUE);
    }

    static String megabytes(long bytes) {
        return Math.max(1, bytes / 1_000_000) + " MB";
    }
}
