package io.hookline.flow.engine;

import java.time.Duration;

/**
 * What one execution may use together with all helpers that it waits for, so that an endless flow
 * affects only itself.
 *
 * @param depth helpers that call each other, one within the other
 * @param helpers how many helpers are started
 * @param steps how many cards run
 * @param characters how much data is held at a time
 * @param time from the start to the end, waits included
 */
public record Limits(int depth, int helpers, int steps, long characters, Duration time) {
    /** What is not configured otherwise. */
    public static final Limits USUAL =
            new Limits(20, 1_000_000, 2_000_000, 100L * 1024 * 1024, Duration.ofDays(90));
}
