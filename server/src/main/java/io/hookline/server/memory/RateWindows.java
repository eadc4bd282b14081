package io.hookline.server.memory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;

/**
 * Counts for each key, in windows of time that begin with the first count. Thread-safe. Remembers
 * so many windows and no more: the one that began first is dropped.
 */
public final class RateWindows {
    private static final int REMEMBERED = 10_000;

    private final long span;
    private final InstantSource clock;

    /** In the order in which they began. */
    private final LinkedHashMap<String, Window> windows = new LinkedHashMap<>();

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
    public synchronized Window count(String key) {
        long now = clock.millis();
        Window known = windows.get(key);
        if (known != null && !isOver(known, now)) {
            Window counted = window(known.ends(), known.used() + 1, now);
            windows.put(key, counted);
            return counted;
        }
        Window fresh = window(now + span, 1, now);
        windows.remove(key);
        windows.put(key, fresh);
        if (windows.size() > REMEMBERED) {
            windows.pollFirstEntry();
        }
        return fresh;
    }

    private static Window window(long ends, int used, long now) {
        return new Window(ends, used, Duration.ofMillis(ends - now));
    }

    /** Also when the clock was set back: nobody waits for longer than the span. */
    private boolean isOver(Window window, long now) {
        return now >= window.ends() || now < window.ends() - span;
    }
}
