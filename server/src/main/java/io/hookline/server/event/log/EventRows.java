package io.hookline.server.event.log;

import io.hookline.outbound.Lineage;
import io.hookline.server.event.log.EventLog.Waiting;
import io.hookline.server.event.search.Nearest;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads rows of the log, a bounded number of bytes at a time. For certain types it asks the index
 * once for each type and merges the places, so that a rare type costs the same in a log of any
 * size.
 */
public final class EventRows {
    /** How many bytes of JSON one read brings, give or take the last event. */
    public static final long MAX_BYTES = 4_000_000;

    private static final int RARE = 1_000;

    private static final String COLUMNS =
            "SELECT position, source, published, json, hops, causes FROM events ";

    private EventRows() {}

    /**
     * @param source its number
     * @param published epoch milliseconds
     * @param lineage what led to it
     */
    public record Row(long position, int source, long published, byte[] json, Lineage lineage) {}

    /** A place in the order of published times; position decides between equal ones. */
    public record Place(long published, long position) {
        public static final Comparator<Place> ORDER =
                Comparator.comparingLong(Place::published).thenComparingLong(Place::position);
    }

    /**
     * A span of published times, both ends included.
     *
     * @param after where to go on; empty at the start
     * @param descending whether newest first
     */
    public record Span(long since, long until, Optional<Place> after, boolean descending) {}

    /** What follows a position, in position order. */
    public static List<Row> following(Transaction transaction, long after, int limit)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(COLUMNS + "WHERE position > ? ORDER BY position LIMIT ?");
        statement.setLong(1, after);
        statement.setInt(2, limit);
        return rows(statement);
    }

    /** What follows a position and is of one of those types, in position order. */
    public static List<Row> following(
            Transaction transaction, long after, List<Integer> types, int limit)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT 0, position FROM events WHERE type = ? AND position > ? AND position <= ?
                        ORDER BY position LIMIT ?\
                        """);
        Nearest nearest = new Nearest(limit, Place.ORDER);
        for (int type : types) {
            statement.setInt(1, type);
            statement.setLong(2, after);
            statement.setLong(3, nearest.worst().map(Place::position).orElse(Long.MAX_VALUE));
            statement.setInt(4, limit);
            offer(nearest, statement);
        }
        return at(transaction, nearest.positions(), MAX_BYTES);
    }

    /** What lies before a position, the last first. */
    static List<Row> preceding(Transaction transaction, long before, int limit)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(COLUMNS + "WHERE position < ? ORDER BY position DESC LIMIT ?");
        statement.setLong(1, before);
        statement.setInt(2, limit);
        return rows(statement);
    }

    /** What lies before a position and is of one of those types, the last first. */
    static List<Row> preceding(Transaction transaction, long before, List<Integer> types, int limit)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        """
                        SELECT 0, position FROM events WHERE type = ? AND position < ? AND position >= ?
                        ORDER BY position DESC LIMIT ?\
                        """);
        Nearest nearest = new Nearest(limit, Place.ORDER.reversed());
        for (int type : types) {
            statement.setInt(1, type);
            statement.setLong(2, before);
            statement.setLong(3, nearest.worst().map(Place::position).orElse(0L));
            statement.setInt(4, limit);
            offer(nearest, statement);
        }
        return at(transaction, nearest.positions(), MAX_BYTES);
    }

    /** How many rows of those types follow a position, and when the first of them was taken. */
    static Waiting waiting(Transaction transaction, long after, List<Integer> types, int atMost)
            throws SQLException {
        PreparedStatement counted =
                transaction.prepare(
                        """
                        SELECT count(*), min(position) FROM (
                            SELECT position FROM events WHERE type = ? AND position > ?
                            ORDER BY position LIMIT ?) AS waiting\
                        """);
        int count = 0;
        long first = Long.MAX_VALUE;
        for (int type : types) {
            counted.setInt(1, type);
            counted.setLong(2, after);
            counted.setInt(3, atMost);
            try (ResultSet row = counted.executeQuery()) {
                if (row.next() && row.getInt(1) > 0) {
                    count += row.getInt(1);
                    first = Math.min(first, row.getLong(2));
                }
            }
        }
        return new Waiting(
                Math.min(count, atMost),
                count == 0 ? Optional.empty() : persisted(transaction, first));
    }

    private static Optional<Instant> persisted(Transaction transaction, long position)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare("SELECT persisted FROM events WHERE position = ?");
        statement.setLong(1, position);
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(Instant.ofEpochMilli(row.getLong(1)))
                    : Optional.empty();
        }
    }

    /** What lies in a span of published times, in its order. */
    public static List<Row> published(Transaction transaction, Span span, int limit)
            throws SQLException {
        Bounds bounds = Bounds.of(span);
        PreparedStatement statement =
                transaction.prepare(COLUMNS + "WHERE " + bounds.condition() + " LIMIT ?");
        int next = bounds.set(statement, 1);
        statement.setInt(next, limit);
        return rows(statement);
    }

    /** Where the events of a span lie, in its order, without reading them. */
    public static List<Place> places(Transaction transaction, Span span, int limit)
            throws SQLException {
        Bounds bounds = Bounds.of(span);
        PreparedStatement statement =
                transaction.prepare(
                        "SELECT published, position FROM events WHERE "
                                + bounds.condition()
                                + " LIMIT ?");
        int next = bounds.set(statement, 1);
        statement.setInt(next, limit);
        List<Place> places = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                places.add(new Place(row.getLong(1), row.getLong(2)));
            }
        }
        return places;
    }

    /** What lies in a span of published times and is of one of those types, in its order. */
    public static List<Row> published(
            Transaction transaction, Span span, List<Integer> types, int limit)
            throws SQLException {
        Bounds bounds = Bounds.of(span);
        PreparedStatement statement =
                transaction.prepare(
                        "SELECT published, position FROM events WHERE type = ? AND "
                                + bounds.condition()
                                + " LIMIT ?");
        Nearest nearest =
                new Nearest(limit, span.descending() ? Place.ORDER.reversed() : Place.ORDER);
        for (int type : types) {
            statement.setInt(1, type);
            int next = bounds.set(statement, 2);
            statement.setInt(next, limit);
            offer(nearest, statement);
        }
        return at(transaction, nearest.positions(), MAX_BYTES);
    }

    /**
     * The rows at those positions, in that order, as far as they are there, until they are too many
     * bytes.
     */
    public static List<Row> at(Transaction transaction, List<Long> positions, long maxBytes)
            throws SQLException {
        PreparedStatement statement = transaction.prepare(COLUMNS + "WHERE position = ?");
        List<Row> rows = new ArrayList<>(positions.size());
        long bytes = 0;
        for (long position : positions) {
            statement.setLong(1, position);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    rows.add(row(row));
                    bytes += rows.getLast().json().length;
                }
            }
            if (bytes >= maxBytes) {
                break;
            }
        }
        return rows;
    }

    /** The position of the last event; 0 when there is none. */
    public static long last(Transaction transaction) throws SQLException {
        try (ResultSet row =
                transaction
                        .prepare("SELECT coalesce(max(position), 0) FROM events")
                        .executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether there are so few events of those types that all of them can be looked at. */
    public static boolean areRare(Transaction transaction, List<Integer> types)
            throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        "SELECT count(*) FROM (SELECT 1 FROM events WHERE type = ? LIMIT ?) AS"
                                + " some");
        int left = RARE;
        for (int type : types) {
            statement.setInt(1, type);
            statement.setInt(2, left + 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                left -= row.getInt(1);
            }
            if (left < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The position before the first event that was persisted at that time or later. Searched by
     * halves, because that time grows with the position but for small corrections of the clock.
     */
    public static long before(Transaction transaction, long persisted) throws SQLException {
        PreparedStatement statement =
                transaction.prepare(
                        "SELECT position, persisted FROM events WHERE position > ? ORDER BY"
                                + " position LIMIT 1");
        long early = 0;
        long late = last(transaction);
        while (early < late) {
            long middle = early + (late - early) / 2;
            statement.setLong(1, middle);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(2) >= persisted) {
                    late = middle;
                } else {
                    early = row.getLong(1);
                }
            }
        }
        return early;
    }

    /** Offers rows (published, position) that come in order, as long as they are near enough. */
    private static void offer(Nearest nearest, PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            while (row.next() && nearest.offer(new Place(row.getLong(1), row.getLong(2)))) {}
        }
    }

    private static List<Row> rows(PreparedStatement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        try (ResultSet row = statement.executeQuery()) {
            while (bytes < MAX_BYTES && row.next()) {
                rows.add(row(row));
                bytes += rows.getLast().json().length;
            }
        }
        return rows;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong(1),
                row.getInt(2),
                row.getLong(3),
                row.getBytes(4),
                lineage(row.getInt(5), row.getString(6)));
    }

    private static Lineage lineage(int hops, String causes) {
        if (hops == 0) {
            return Lineage.NONE;
        }
        return new Lineage(hops, causes == null ? List.of() : List.of(causes.split(",")));
    }

    /**
     * The condition and order of a span, in a few fixed texts so that statements are prepared once.
     */
    private record Bounds(String condition, List<Long> values) {
        static Bounds of(Span span) {
            String order =
                    span.descending()
                            ? " ORDER BY published DESC, position DESC"
                            : " ORDER BY published, position";
            if (span.after().isEmpty()) {
                return new Bounds(
                        "published >= ? AND published <= ?" + order,
                        List.of(span.since(), span.until()));
            }
            Place place = span.after().get();
            return span.descending()
                    ? new Bounds(
                            "published >= ? AND published <= ? AND (published < ? OR position < ?)"
                                    + order,
                            List.of(
                                    span.since(),
                                    Math.min(span.until(), place.published()),
                                    place.published(),
                                    place.position()))
                    : new Bounds(
                            "published >= ? AND published <= ? AND (published > ? OR position > ?)"
                                    + order,
                            List.of(
                                    Math.max(span.since(), place.published()),
                                    span.until(),
                                    place.published(),
                                    place.position()));
        }

        int set(PreparedStatement statement, int first) throws SQLException {
            int index = first;
            for (long value : values) {
                statement.setLong(index++, value);
            }
            return index;
        }
    }
}
