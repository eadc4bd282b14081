package io.hookline.server.access;

import io.hookline.server.memory.LruMap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Lets something happen for each subject once in a period at most. Bounded, thread-safe. */
public final class Cooldown {
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final long pause;
    private final Map<String, Long> last = LruMap.of(REMEMBERED);

    /**
     * @param pause the time between two occurrences
     */
    public Cooldown(InstantSource clock, Duration pause) {
        this.clock = clock;
        this.pause = pause.toMillis();
    }

    /** Whether it may happen now; if so, the pause begins again. */
    public synchronized boolean isDue(String subject) {
        long now = clock.millis();
        Long before = last.get(subject);
        if (before != null && now >= before && now - before < pause) {
            return false;
        }
        last.put(subject, now);
        return true;
    }
}
