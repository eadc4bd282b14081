package io.hookline.server.delivery.attempt;

import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.store.UuidV7;

import java.net.URI;
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
public record Batch(
        UUID eventId,
        String hookId,
        int hookRevision,
        List<Long> positions,
        String source,
        Instant eventTime,
        int attempts,
        Optional<Instant> nextAttemptAt) {
    public Batch {
        positions = List.copyOf(positions);
    }

    /** A new batch of a hook's events, not stored yet. */
    public static Batch of(EventHook hook, List<Long> positions, String source, Instant now) {
        return new Batch(
                UuidV7.next(now.toEpochMilli()),
                hook.id(),
                hook.revision(),
                positions,
                source,
                now,
                0,
                Optional.empty());
    }

    /** One event that belongs to no hook, and is sent nowhere. */
    public static Batch of(long position, String source, Instant now) {
        return new Batch(
                UuidV7.next(now.toEpochMilli()),
                "",
                0,
                List.of(position),
                source,
                now,
                0,
                Optional.empty());
    }

    /** Who sends a hook's deliveries, as receivers read it. */
    public static String source(URI base, String hookId) {
        return base.toString().replaceFirst("/+$", "") + "/api/v1/eventHooks/" + hookId;
    }

    public long first() {
        return positions.getFirst();
    }

    public long last() {
        return positions.getLast();
    }

    public int size() {
        return positions.size();
    }

    public Batch after(int attempts, Optional<Instant> nextAttemptAt) {
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
    public Batch part(int from, int to, Instant now) {
        return new Batch(
                UuidV7.next(now.toEpochMilli()),
                hookId,
                hookRevision,
                positions.subList(from, to),
                source,
                now,
                0,
                Optional.empty());
    }
}
