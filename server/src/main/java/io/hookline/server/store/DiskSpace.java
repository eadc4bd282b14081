package io.hookline.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The room that is left on the disk of the data folder. What was accepted needs room for its own
 * end, so nothing new is taken on while there is little.
 */
public final class DiskSpace {
    static final long LOW = 256L * 1024 * 1024;

    /** More than the reserve: a start that lives on it begins no execution. */
    private static final long FULL = DiskReserve.SIZE + 32L * 1024 * 1024;

    private static final long LOOK_EVERY_NANOS = 1_000_000_000;

    private final LongSupplier usable;
    private final LongSupplier total;
    private final LongSupplier nanoTime;
    private final AtomicLong nextLook;
    private volatile long seen = Long.MAX_VALUE;

    public DiskSpace(DataFolder folder) {
        this(() -> usable(folder), () -> total(folder), System::nanoTime);
    }

    /**
     * @param usable bytes that this process may still write
     * @param total bytes of the whole disk
     */
    DiskSpace(LongSupplier usable, LongSupplier total, LongSupplier nanoTime) {
        this.usable = usable;
        this.total = total;
        this.nanoTime = nanoTime;
        this.nextLook = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * @throws StoreBusy while there is too little room to accept anything
     */
    public void requireRoom() {
        long free = free();
        if (free < LOW) {
            throw new StoreBusy(
                    String.format(
                            Locale.ROOT,
                            "The disk of the data folder has %,d MB left, and below %,d MB nothing"
                                    + " new is accepted; make room and try again.",
                            free >> 20,
                            LOW >> 20));
        }
    }

    /** Whether there is so little that what was accepted waits, too. */
    public boolean isFull() {
        return free() < FULL;
    }

    /** Whether there is too little to accept anything. */
    public boolean isLow() {
        return free() < LOW;
    }

    /** How many bytes are left, at most a second ago; the largest number while nobody knows. */
    public long freeBytes() {
        return free();
    }

    /** How much of the disk is free, from 0 to 1. */
    public double freeShare() {
        long all = total.getAsLong();
        return all <= 0 ? 1 : Math.min(1, (double) usable.getAsLong() / all);
    }

    /** Bytes, at most a second old. */
    private long free() {
        long next = nextLook.get();
        long now = nanoTime.getAsLong();
        if (now - next >= 0 && nextLook.compareAndSet(next, now + LOOK_EVERY_NANOS)) {
            seen = usable.getAsLong();
        }
        return seen;
    }

    private static long total(DataFolder folder) {
        try {
            return Files.getFileStore(folder.path()).getTotalSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    static long usable(DataFolder folder) {
        try {
            return Files.getFileStore(folder.path()).getUsableSpace();
        } catch (IOException e) {
            // Whether there is room will be seen when something is written.
            return Long.MAX_VALUE;
        }
    }
}
