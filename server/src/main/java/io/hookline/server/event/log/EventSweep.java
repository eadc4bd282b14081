package io.hookline.server.event.log;

import io.hookline.server.store.StoreFailed;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Takes the oldest events out of the log, slice by slice; the last one always stays. */
public final class EventSweep {
    /** How many events a slice has at most: few enough that appending does not notice. */
    public static final int SLICE = 500;

    private EventSweep() {}

    /**
     * Deletes a slice from the log's beginning.
     *
     * @param persistedBefore only events that we took before that time, in epoch milliseconds
     * @param upTo only events before that position
     * @return how many were deleted
     */
    public static int slice(Transaction transaction, long persistedBefore, long upTo)
            throws SQLException {
        return slice(transaction, persistedBefore, upTo, last -> {});
    }

    /** Learns what goes, in the transaction in which it does. */
    @FunctionalInterface
    public interface Witness {
        /** All events up to that position are about to be deleted. */
        void going(long last) throws SQLException;
    }

    /** As above; the witness is asked in before anything is deleted. */
    public static int slice(
            Transaction transaction, long persistedBefore, long upTo, Witness witness)
            throws SQLException {
        long end = Math.min(upTo, EventRows.last(transaction));
        PreparedStatement oldest =
                transaction.prepare(
                        "SELECT position, persisted FROM events WHERE position < ? ORDER BY"
                                + " position LIMIT ?");
        oldest.setLong(1, end);
        oldest.setInt(2, SLICE);
        long last = 0;
        int count = 0;
        try (ResultSet row = oldest.executeQuery()) {
            while (row.next() && row.getLong(2) < persistedBefore) {
                last = row.getLong(1);
                count++;
            }
        }
        if (count > 0) {
            witness.going(last);
            PreparedStatement delete =
                    transaction.prepare("DELETE FROM events WHERE position <= ?");
            delete.setLong(1, last);
            delete.executeUpdate();
            EntityIndex.forgetBefore(transaction, EntityIndex.segment(last + 1));
        }
        return count;
    }

    /** The position of the first event, and how many positions there are; empty for none. */
    public static Optional<Extent> extent(Transaction transaction) throws SQLException {
        PreparedStatement first =
                transaction.prepare(
                        "SELECT position, persisted FROM events ORDER BY position LIMIT 1");
        try (ResultSet row = first.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Extent(row.getLong(1), EventRows.last(transaction), row.getLong(2)))
                    : Optional.empty();
        }
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
        try {
            long count = 0;
            long from = Long.MAX_VALUE;
            long to = Long.MIN_VALUE;
            PreparedStatement statement =
                    transaction.prepare(
                            """
                            SELECT count(*), min(position), max(position) FROM events
                            WHERE type = (SELECT id FROM event_types WHERE name = ?) AND position > ? AND position <= ?\
                            """);
            for (String type : types) {
                statement.setString(1, type);
                statement.setLong(2, after);
                statement.setLong(3, upTo);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    if (row.getLong(1) > 0) {
                        count += row.getLong(1);
                        from = Math.min(from, row.getLong(2));
                        to = Math.max(to, row.getLong(3));
                    }
                }
            }
            return count == 0
                    ? Optional.empty()
                    : Optional.of(
                            new Gap(
                                    count,
                                    persisted(transaction, from),
                                    persisted(transaction, to)));
        } catch (SQLException e) {
            throw new StoreFailed("The event log could not say what will be lost.", e);
        }
    }

    private static long persisted(Transaction transaction, long position) throws SQLException {
        PreparedStatement statement =
                transaction.prepare("SELECT persisted FROM events WHERE position = ?");
        statement.setLong(1, position);
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /**
     * Events that go before someone had them.
     *
     * @param from when we took the first of them, in epoch milliseconds
     * @param to when we took the last of them
     */
    public record Gap(long count, long from, long to) {}
}
