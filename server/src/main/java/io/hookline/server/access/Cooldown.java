package io.hookline.server.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets a thing about somebody happen once in a while only. Bounded, thread-safe. */
public final class Cooldown {
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final long pause;
    private final Map<String, Long> last =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /**
     * @param pause how long it must not happen again
     */
    public Cooldown(InstantSource clock, Duration pause) {
        this.clock = clock;
        this.pause = pause.toMillis();
    }

    /** Whether it is time again; then the pause begins anew. */
    public synchronized boolean isDue(String who) {
        long now = clock.millis();
        Long before = last.get(who);
        if (before != null && now >= before && now - before < pause) {
            return false;
        }
        last.put(who, now);
        return true;
    }
}
