package io.hookline.server;

import io.hookline.server.store.Progress;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints a line each second, and nothing for work that takes less. */
final class PrintedProgress implements Progress {
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final PrintWriter out;
    private final LongSupplier nanoTime;
    private long printed;

    PrintedProgress(PrintWriter out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
        this.printed = nanoTime.getAsLong();
    }

    @Override
    public void at(String work, long done, long total) {
        long now = nanoTime.getAsLong();
        if (now - printed >= EVERY_NANOS) {
            printed = now;
            out.printf(Locale.ROOT, "  %s: %d %%%n", work, total == 0 ? 100 : 100 * done / total);
            out.flush();
        }
    }
}
