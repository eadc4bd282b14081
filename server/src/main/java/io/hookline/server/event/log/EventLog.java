package io.hookline.server.event.log;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Lineage;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The append-only log of events ({@code docs/reference/rules.md#event-log}). */
public interface EventLog {
    /**
     * Appends reports of our own inside a unit of the store, which says in them what it found; they
     * are visible to lanes after its commit. The events are complete and valid LogEvents: {@code
     * uuid} and {@code published} are set. What is known before the unit is better made ready
     * before: {@link #appendReady}.
     *
     * @param source who reported them: {@code hookline} for our own
     */
    default List<Appended> append(Transaction transaction, String source, List<ObjectNode> events) {
        return append(transaction, source, events, Lineage.NONE);
    }

    /**
     * The same.
     *
     * @param lineage what led to them
     */
    List<Appended> append(
            Transaction transaction, String source, List<ObjectNode> events, Lineage lineage);

    /** As {@link #append}, of events whose JSON was written before, off the store's thread. */
    List<Appended> appendReady(
            Transaction transaction, String source, List<NewEvent> events, Lineage lineage);

    /**
     * Reads in position order what follows a position; at most {@code limit} events and about 4 MB.
     *
     * @param types only these event types; empty for all
     */
    List<StoredEvent> read(long after, List<String> types, int limit);

    /** The events at those positions, in that order; those that are gone are left out. */
    default List<StoredEvent> at(List<Long> positions) {
        return positions.stream()
                .flatMap(position ->
                        read(position - 1, List.of(), 1).stream()
                                .filter(event -> event.position() == position))
                .toList();
    }

    /**
     * Reads backwards what lies before a position, the newest first; at most {@code limit} events
     * and about 4 MB.
     *
     * @param types only these event types; empty for all
     */
    List<StoredEvent> readBack(long before, List<String> types, int limit);

    /** The position before the first event that we took at that time or later. */
    long before(Instant taken);

    /** What of those types follows a position; counted up to {@code atMost}. */
    Waiting waiting(long after, List<String> types, int atMost);

    /** The position of the last committed event; 0 when there is none. */
    long end();

    /**
     * The position of the last event before this unit's commit, events of units that share the
     * commit included: what starts "at the end" starts here.
     */
    long end(Transaction transaction);

    /**
     * Registers a reader of the tail: called after each commit, in position order, on one thread of
     * the log. It must not block.
     */
    void onAppend(Tail tail);

    /**
     * What became of one event.
     *
     * @param position its place in the log; of the first one when it is a duplicate
     * @param duplicate whether the source had sent this uuid within seven days
     */
    record Appended(long position, String uuid, boolean duplicate) {}

    /**
     * An event as it lies in the log.
     *
     * @param json with its {@link EventOrigin}; shared: never change it
     * @param lineage what led to it
     */
    record StoredEvent(long position, String source, ObjectNode json, Lineage lineage) {
        /** An event that nothing of ours led to. */
        public StoredEvent(long position, String source, ObjectNode json) {
            this(position, source, json, Lineage.NONE);
        }

        public String eventType() {
            return json.path("eventType").asText();
        }
    }

    /**
     * Events that follow a position.
     *
     * @param count how many, at most as many as were asked for
     * @param since when we took the first of them; empty when there is none
     */
    record Waiting(int count, Optional<Instant> since) {}

    /** Gets new events. */
    @FunctionalInterface
    interface Tail {
        void appended(List<StoredEvent> events);
    }
}
