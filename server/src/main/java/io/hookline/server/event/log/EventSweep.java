package io.hookline.server.event.log;

import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the oldest events out of the log, slice by slice; the last one always stays. */
public final class EventSweep {
    /** How many events a slice has at most: few enough that appending does not notice. */
    public static final int SLICE = 500;

    private static final Sql OLDEST =
            Sql.of(
                    """
                    SELECT position, persisted FROM events WHERE position < :end
                    ORDER BY position LIMIT :limit\
                    """);
    private static final Sql DELETE = Sql.of("DELETE FROM events WHERE position <= :last");
    private static final Sql FIRST =
            Sql.of("SELECT position, persisted FROM events ORDER BY position LIMIT 1");
    private static final Sql BETWEEN =
            Sql.of(
                    """
                    SELECT count(*) AS many, min(position) AS first, max(position) AS last FROM events
                    WHERE type = (SELECT id FROM event_types WHERE name = :type)
                        AND position > :after AND position <= :upTo\
                    """);

    private EventSweep() {}

    /**
     * Deletes a slice from the log's beginning.
     *
     * @param persistedBefore only events that we took before that time, in epoch milliseconds
     * @param upTo only events before that position
     * @return how many were deleted
     */
    public static int slice(Transaction transaction, long persistedBefore, long upTo) {
        return slice(transaction, persistedBefore, upTo, last -> {});
    }

    /** Learns what goes, in the transaction in which it does. */
    @FunctionalInterface
    public interface Witness {
        /** All events up to that position are about to be deleted. */
        void going(long last);
    }

    /** As above; the witness is asked in before anything is deleted. */
    public static int slice(
            Transaction transaction, long persistedBefore, long upTo, Witness witness) {
        long end = Math.min(upTo, EventRows.last(transaction));
        List<Long> old = new ArrayList<>();
        transaction
                .prepare(OLDEST)
                .number("end", end)
                .number("limit", SLICE)
                .eachWhile(row -> {
                    boolean isOld = row.number("persisted") < persistedBefore;
                    if (isOld) {
                        old.add(row.number("position"));
                    }
                    return isOld;
                });
        if (!old.isEmpty()) {
            long last = old.getLast();
            witness.going(last);
            transaction.prepare(DELETE).number("last", last).update();
            EntityIndex.forgetBefore(transaction, EntityIndex.segment(last + 1));
        }
        return old.size();
    }

    /** The position of the first event, and how many positions there are; empty for none. */
    public static Optional<Extent> extent(Transaction transaction) {
        return transaction
                .prepare(FIRST)
                .first(row ->
                        new Extent(
                                row.number("position"),
                                EventRows.last(transaction),
                                row.number("persisted")));
    }

    /**
     * Where the log begins and ends.
     *
     * @param since when the first event was taken, in epoch milliseconds
     */
    public record Extent(long first, long last, long since) {}

    /** The events of some types between two positions, the second included; empty for none. */
    public static Optional<Gap> gap(
            Transaction transaction, long after, long upTo, List<String> types) {
        long count = 0;
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        for (String type : types) {
            Gap positions =
                    transaction
                            .prepare(BETWEEN)
                            .text("type", type)
                            .number("after", after)
                            .number("upTo", upTo)
                            .one(row ->
                                    new Gap(
                                            row.number("many"),
                                            row.number("first"),
                                            row.number("last")));
            if (positions.count() > 0) {
                count += positions.count();
                from = Math.min(from, positions.from());
                to = Math.max(to, positions.to());
            }
        }
        return count == 0
                ? Optional.empty()
                : Optional.of(
                        new Gap(count, persisted(transaction, from), persisted(transaction, to)));
    }

    private static long persisted(Transaction transaction, long position) {
        return EventRows.persisted(transaction, position).map(Instant::toEpochMilli).orElse(0L);
    }

    /**
     * Events that go before someone had them.
     *
     * @param from when we took the first of them, in epoch milliseconds
     * @param to when we took the last of them
     */
    public record Gap(long count, long from, long to) {}
}
