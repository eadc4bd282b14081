package io.hookline.flow.engine;

import java.time.Duration;

/**
 * What one execution may use together with all helpers that it waits for, so that an endless flow
 * affects only itself.
 *
 * @param depth how deep helpers nest that call each other
 * @param helpers how many helpers are started
 * @param steps how many cards run
 * @param bytes about how much memory is taken at a time by data
 * @param time from the start to the end, waits included
 */
public record Limits(int depth, int helpers, int steps, long bytes, Duration time) {
    /** What is not configured otherwise. */
    public static final Limits USUAL =
            new Limits(100, 1_000_000, 2_000_000, 100L * 1024 * 1024, Duration.ofDays(90));

    public Limits withDepth(int deepest) {
        return new Limits(deepest, helpers, steps, bytes, time);
    }

    public Limits withBytes(long most) {
        return new Limits(depth, helpers, steps, most, time);
    }
}
