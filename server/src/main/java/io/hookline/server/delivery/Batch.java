package io.hookline.server.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Events that go to one hook in one request. Identity and content never change; what is counted
 * does.
 *
 * @param hookRevision of the hook that chose the events
 * @param positions of its events, ascending
 * @param source who sends it, as the receiver reads it
 * @param eventTime when it was put together
 * @param attempts how often it was sent
 * @param nextAttemptAt when it is sent again; empty for at once
 */
record Batch(
        UUID eventId,
        String hookId,
        int hookRevision,
        List<Long> positions,
        String source,
        Instant eventTime,
        int attempts,
        Optional<Instant> nextAttemptAt) {
    Batch {
        positions = List.copyOf(positions);
    }

    long first() {
        return positions.getFirst();
    }

    long last() {
        return positions.getLast();
    }

    int size() {
        return positions.size();
    }

    Batch after(int attempts, Optional<Instant> nextAttemptAt) {
        return new Batch(
                eventId,
                hookId,
                hookRevision,
                positions,
                source,
                eventTime,
                attempts,
                nextAttemptAt);
    }

    /** A part of it, which is a batch of its own. */
    Batch part(int from, int to, Instant now) {
        return new Batch(
                EventIds.next(now),
                hookId,
                hookRevision,
                positions.subList(from, to),
                source,
                now,
                0,
                Optional.empty());
    }
}
