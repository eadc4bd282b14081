package io.hookline.server.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts for each key, in windows of time that begin with the first count. Thread-safe. Beyond some
 * thousand keys, windows that are over are dropped.
 */
public final class RateWindows {
    private static final int REMEMBERED = 10_000;

    private final long span;
    private final InstantSource clock;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    public RateWindows(Duration span, InstantSource clock) {
        this.span = span.toMillis();
        this.clock = clock;
    }

    /**
     * A window of one key.
     *
     * @param ends epoch milliseconds
     * @param used how often it was counted, this time included
     * @param left until it ends, never negative
     */
    public record Window(long ends, int used, Duration left) {}

    /** Counts once more. */
    public Window count(String key) {
        long now = clock.millis();
        Window window =
                windows.compute(
                        key,
                        (unused, known) ->
                                known == null || isOver(known, now)
                                        ? window(now + span, 1, now)
                                        : window(known.ends(), known.used() + 1, now));
        if (windows.size() > REMEMBERED) {
            windows.values().removeIf(known -> isOver(known, now));
        }
        return window;
    }

    private static Window window(long ends, int used, long now) {
        return new Window(ends, used, Duration.ofMillis(ends - now));
    }

    /** Also when the clock was set back: nobody waits for longer than the span. */
    private boolean isOver(Window window, long now) {
        return now >= window.ends() || now < window.ends() - span;
    }
}
