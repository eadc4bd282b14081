package io.hookline.server.json;

import java.time.Instant;
import java.util.Optional;

/**
 * A span of times, both ends included.
 *
 * @param since empty for the beginning
 * @param until empty for the end; not before {@code since}
 */
public record TimeSpan(Optional<Instant> since, Optional<Instant> until) {
    public TimeSpan {
        if (isReversed(since, until)) {
            throw new IllegalArgumentException("A span ends before it begins: " + until.get());
        }
    }

    /** Whether both ends are given, in the wrong order. */
    public static boolean isReversed(Optional<Instant> since, Optional<Instant> until) {
        return since.isPresent() && until.isPresent() && since.get().isAfter(until.get());
    }

    /** Whether it has at least one end. */
    public boolean isBounded() {
        return since.isPresent() || until.isPresent();
    }
}
