package io.hookline.keycloak.spool;

import java.time.Instant;

/**
 * A stretch of events that found no room.
 *
 * @param from when the first one was refused
 * @param to when the last one was refused
 */
public record Loss(Instant from, Instant to, long count) {
    Loss and(Loss later) {
        return new Loss(from, later.to(), count + later.count());
    }

    String text() {
        return from + " " + to + " " + count;
    }

    static Loss of(String text) {
        String[] parts = text.strip().split(" ", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("Expected two times and a number, not " + text);
        }
        return new Loss(Instant.parse(parts[0]), Instant.parse(parts[1]), Long.parseLong(parts[2]));
    }
}
