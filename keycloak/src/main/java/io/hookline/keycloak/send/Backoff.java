package io.hookline.keycloak.send;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, up to the most, and a random
 * part of it less, so that the nodes of a cluster do not return together.
 */
public record Backoff(Duration first, Duration most) {
    private static final int DOUBLINGS = 20;

    /**
     * @param attempt that failed, counted from 1
     * @param asked by the server; kept, up to ten times the most
     */
    Duration after(int attempt, Optional<Duration> asked) {
        if (asked.isPresent()) {
            Duration limit = most.multipliedBy(10);
            return asked.get().compareTo(limit) > 0 ? limit : asked.get();
        }
        long full = Math.min(most.toMillis(), first.toMillis() << Math.min(attempt - 1, DOUBLINGS));
        return Duration.ofMillis(full / 2 + RandomGenerator.getDefault().nextLong(full / 2 + 1));
    }
}
