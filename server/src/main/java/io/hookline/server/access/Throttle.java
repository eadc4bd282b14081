package io.hookline.server.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down whoever keeps failing: after a few failures each further one doubles the wait.
 * Thread-safe.
 */
final class Throttle {
    private static final int FREE = 5;
    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final Map<String, Failures> failures =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
                    return size() > REMEMBERED;
                }
            };

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /** How long that one must still wait; empty when it may try now. */
    synchronized Optional<Duration> left(String who) {
        Failures known = failures.get(who);
        long left = known == null ? 0 : known.until - clock.millis();
        return left > 0 ? Optional.of(Duration.ofMillis(left)) : Optional.empty();
    }

    synchronized void failed(String who) {
        Failures known = failures.computeIfAbsent(who, unused -> new Failures());
        known.count++;
        if (known.count > FREE) {
            long wait = Math.min(LONGEST.toMillis(), 1000L << Math.min(20, known.count - FREE - 1));
            known.until = clock.millis() + wait;
        }
    }

    synchronized void succeeded(String who) {
        failures.remove(who);
    }

    private static final class Failures {
        int count;
        long until;
    }
}
