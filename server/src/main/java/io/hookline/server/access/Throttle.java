package io.hookline.server.access;

import io.hookline.server.memory.LruMap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Slows down whoever keeps failing: after a few failures each further one doubles the wait.
 * Failures are forgotten after an hour without any. Remembers so many and no more; thread-safe.
 */
final class Throttle {
    private static final int REMEMBERED = 10_000;

    /** Longer than the longest wait, so that waiting alone does not reset the count. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final InstantSource clock;
    private final int free;
    private final Duration longest;
    private final Map<String, Failures> failures = LruMap.of(REMEMBERED);

    /**
     * @param free failures without a consequence
     * @param longest wait
     */
    Throttle(InstantSource clock, int free, Duration longest) {
        this.clock = clock;
        this.free = free;
        this.longest = longest;
    }

    /** How long that one must still wait; empty when it may try now. */
    synchronized Optional<Duration> left(String who) {
        Failures known = failures.get(who);
        long left = known == null ? 0 : known.until - clock.millis();
        return left > 0 ? Optional.of(Duration.ofMillis(left)) : Optional.empty();
    }

    /**
     * Counts a failure, or an attempt before anybody knows how it ends.
     *
     * @return how many there were, if it is this one that made it wait: reported once until its
     *     failures are forgotten
     */
    synchronized OptionalInt count(String who) {
        long now = clock.millis();
        Failures known = failures.computeIfAbsent(who, unused -> new Failures());
        if (now - known.last > FORGOTTEN.toMillis()) {
            known.count = 0;
        }
        known.last = now;
        known.count++;
        if (known.count > free) {
            long wait = 1000L << Math.min(20, known.count - free - 1);
            known.until = now + Math.min(longest.toMillis(), wait);
        }
        return known.count == free + 1 ? OptionalInt.of(known.count) : OptionalInt.empty();
    }

    /** An attempt that was counted was no failure. Those of others stay. */
    synchronized void uncount(String who) {
        Failures known = failures.get(who);
        if (known == null) {
            return;
        }
        known.count--;
        known.until = 0;
        if (known.count <= 0) {
            failures.remove(who);
        }
    }

    private static final class Failures {
        int count;
        long last;
        long until;
    }
}
