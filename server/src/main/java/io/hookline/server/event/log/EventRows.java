package io.hookline.server.event.log;

import io.hookline.outbound.Lineage;
import io.hookline.server.event.log.EventLog.Waiting;
import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

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
    private static final Sql FOLLOWING =
            Sql.of(COLUMNS + "WHERE position > :after ORDER BY position LIMIT :limit");
    private static final Sql FOLLOWING_OF_TYPE =
            Sql.of(
                    """
                    SELECT 0 AS published, position FROM events
                    WHERE type = :type AND position > :after AND position <= :worst
                    ORDER BY position LIMIT :limit\
                    """);
    private static final Sql PRECEDING =
            Sql.of(COLUMNS + "WHERE position < :before ORDER BY position DESC LIMIT :limit");
    private static final Sql PRECEDING_OF_TYPE =
            Sql.of(
                    """
                    SELECT 0 AS published, position FROM events
                    WHERE type = :type AND position < :before AND position >= :worst
                    ORDER BY position DESC LIMIT :limit\
                    """);
    private static final Sql WAITING =
            Sql.of(
                    """
                    SELECT count(*) AS many, min(position) AS first FROM (
                        SELECT position FROM events WHERE type = :type AND position > :after
                        ORDER BY position LIMIT :limit) AS waiting\
                    """);
    private static final Sql PERSISTED =
            Sql.of("SELECT persisted FROM events WHERE position = :position");
    private static final Sql AT = Sql.of(COLUMNS + "WHERE position = :position");
    private static final Sql LAST =
            Sql.of("SELECT coalesce(max(position), 0) AS position FROM events");
    private static final Sql COUNT_OF_TYPE =
            Sql.of(
                    """
                    SELECT count(*) AS many FROM (
                        SELECT 1 FROM events WHERE type = :type LIMIT :limit) AS some\
                    """);
    private static final Sql NEXT =
            Sql.of(
                    """
                    SELECT position, persisted FROM events WHERE position > :after
                    ORDER BY position LIMIT 1\
                    """);

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
    public static List<Row> following(Transaction transaction, long after, int limit) {
        return rows(transaction.prepare(FOLLOWING).number("after", after).number("limit", limit));
    }

    /** What follows a position and is of one of those types, in position order. */
    public static List<Row> following(
            Transaction transaction, long after, List<Integer> types, int limit) {
        FirstPlaces nearest = new FirstPlaces(limit, Place.ORDER);
        for (int type : types) {
            long worst = nearest.worst().map(Place::position).orElse(Long.MAX_VALUE);
            offer(
                    nearest,
                    transaction
                            .prepare(FOLLOWING_OF_TYPE)
                            .number("type", type)
                            .number("after", after)
                            .number("worst", worst)
                            .number("limit", limit));
        }
        return at(transaction, nearest.positions(), MAX_BYTES);
    }

    /** What lies before a position, the last first. */
    static List<Row> preceding(Transaction transaction, long before, int limit) {
        return rows(transaction.prepare(PRECEDING).number("before", before).number("limit", limit));
    }

    /** What lies before a position and is of one of those types, the last first. */
    static List<Row> preceding(
            Transaction transaction, long before, List<Integer> types, int limit) {
        FirstPlaces nearest = new FirstPlaces(limit, Place.ORDER.reversed());
        for (int type : types) {
            long worst = nearest.worst().map(Place::position).orElse(0L);
            offer(
                    nearest,
                    transaction
                            .prepare(PRECEDING_OF_TYPE)
                            .number("type", type)
                            .number("before", before)
                            .number("worst", worst)
                            .number("limit", limit));
        }
        return at(transaction, nearest.positions(), MAX_BYTES);
    }

    /** How many rows of those types follow a position, and when the first of them was taken. */
    static Waiting waiting(Transaction transaction, long after, List<Integer> types, int atMost) {
        int count = 0;
        long first = Long.MAX_VALUE;
        for (int type : types) {
            Counted counted =
                    transaction
                            .prepare(WAITING)
                            .number("type", type)
                            .number("after", after)
                            .number("limit", atMost)
                            .one(row -> new Counted(row.integer("many"), row.number("first")));
            if (counted.many() > 0) {
                count += counted.many();
                first = Math.min(first, counted.first());
            }
        }
        return new Waiting(
                Math.min(count, atMost),
                count == 0 ? Optional.empty() : persisted(transaction, first));
    }

    private record Counted(int many, long first) {}

    /** When the event at a position was taken. */
    static Optional<Instant> persisted(Transaction transaction, long position) {
        return transaction
                .prepare(PERSISTED)
                .number("position", position)
                .first(row -> row.instant("persisted"));
    }

    /** What lies in a span of published times, in its order. */
    public static List<Row> published(Transaction transaction, Span span, int limit) {
        SpanSql sql = SpanSql.of(span);
        return rows(sql.set(transaction.prepare(sql.rows), span).number("limit", limit));
    }

    /** Where the events of a span lie, in its order, without reading them. */
    public static List<Place> places(Transaction transaction, Span span, int limit) {
        SpanSql sql = SpanSql.of(span);
        return sql.set(transaction.prepare(sql.places), span)
                .number("limit", limit)
                .list(EventRows::place);
    }

    /** What lies in a span of published times and is of one of those types, in its order. */
    public static List<Row> published(
            Transaction transaction, Span span, List<Integer> types, int limit) {
        SpanSql sql = SpanSql.of(span);
        FirstPlaces nearest =
                new FirstPlaces(limit, span.descending() ? Place.ORDER.reversed() : Place.ORDER);
        for (int type : types) {
            offer(
                    nearest,
                    sql.set(transaction.prepare(sql.placesOfType).number("type", type), span)
                            .number("limit", limit));
        }
        return at(transaction, nearest.positions(), MAX_BYTES);
    }

    /**
     * The rows at those positions, in that order, as far as they are there, until they are too many
     * bytes.
     */
    public static List<Row> at(Transaction transaction, List<Long> positions, long maxBytes) {
        List<Row> rows = new ArrayList<>(positions.size());
        long bytes = 0;
        for (long position : positions) {
            Optional<Row> row =
                    transaction.prepare(AT).number("position", position).first(EventRows::row);
            if (row.isPresent()) {
                rows.add(row.get());
                bytes += row.get().json().length;
            }
            if (bytes >= maxBytes) {
                break;
            }
        }
        return rows;
    }

    /** When we took the event at that position; empty when it is gone. */
    public static Optional<Instant> taken(Transaction transaction, long position) {
        return transaction
                .prepare(PERSISTED)
                .number("position", position)
                .first(row -> row.instant("persisted"));
    }

    /** The position of the last event; 0 when there is none. */
    public static long last(Transaction transaction) {
        return transaction.prepare(LAST).one(row -> row.number("position"));
    }

    /** Whether there are so few events of those types that all of them can be looked at. */
    public static boolean areRare(Transaction transaction, List<Integer> types) {
        int left = RARE;
        for (int type : types) {
            left -=
                    transaction
                            .prepare(COUNT_OF_TYPE)
                            .number("type", type)
                            .number("limit", left + 1)
                            .one(row -> row.integer("many"));
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
    public static long before(Transaction transaction, long persisted) {
        long early = 0;
        long late = last(transaction);
        while (early < late) {
            long middle = early + (late - early) / 2;
            Optional<Long> next =
                    transaction
                            .prepare(NEXT)
                            .number("after", middle)
                            .first(row ->
                                    row.number("persisted") < persisted
                                            ? row.number("position")
                                            : Long.MAX_VALUE);
            if (next.orElse(Long.MAX_VALUE) == Long.MAX_VALUE) {
                late = middle;
            } else {
                early = next.get();
            }
        }
        return early;
    }

    /** Offers rows (published, position) that come in order, as long as they are near enough. */
    private static void offer(FirstPlaces nearest, PreparedSql places) {
        places.eachWhile(row -> nearest.offer(place(row)));
    }

    private static Place place(ResultRow row) {
        return new Place(row.number("published"), row.number("position"));
    }

    private static List<Row> rows(PreparedSql select) {
        Gathered gathered = new Gathered();
        select.eachWhile(gathered::take);
        return gathered.rows;
    }

    /** Rows until they are too many bytes. */
    private static final class Gathered {
        private final List<Row> rows = new ArrayList<>();
        private long bytes;

        /** Whether more may follow. */
        boolean take(ResultRow found) {
            Row row = row(found);
            rows.add(row);
            bytes += row.json().length;
            return bytes < MAX_BYTES;
        }
    }

    private static Row row(ResultRow row) {
        return new Row(
                row.number("position"),
                row.integer("source"),
                row.number("published"),
                row.bytes("json"),
                lineage(row.integer("hops"), row.optionalText("causes")));
    }

    private static Lineage lineage(int hops, Optional<String> causes) {
        return hops == 0
                ? Lineage.NONE
                : new Lineage(hops, causes.map(all -> List.of(all.split(","))).orElse(List.of()));
    }

    /** The conditions and orders of a span, in a few fixed texts so that each is prepared once. */
    private enum SpanSql {
        FORWARD("published >= :since AND published <= :until ORDER BY published, position"),
        BACK("published >= :since AND published <= :until ORDER BY published DESC, position DESC"),
        FORWARD_FROM(
                """
                published >= :since AND published <= :until
                    AND (published > :lastPublished OR position > :lastPosition)
                ORDER BY published, position\
                """),
        BACK_FROM(
                """
                published >= :since AND published <= :until
                    AND (published < :lastPublished OR position < :lastPosition)
                ORDER BY published DESC, position DESC\
                """);

        private final Sql rows;
        private final Sql places;
        private final Sql placesOfType;

        SpanSql(String condition) {
            String end = condition + " LIMIT :limit";
            this.rows = Sql.of(COLUMNS + "WHERE " + end);
            this.places = Sql.of("SELECT published, position FROM events WHERE " + end);
            this.placesOfType =
                    Sql.of("SELECT published, position FROM events WHERE type = :type AND " + end);
        }

        static SpanSql of(Span span) {
            if (span.after().isEmpty()) {
                return span.descending() ? BACK : FORWARD;
            }
            return span.descending() ? BACK_FROM : FORWARD_FROM;
        }

        PreparedSql set(PreparedSql statement, Span span) {
            if (span.after().isEmpty()) {
                return statement.number("since", span.since()).number("until", span.until());
            }
            Place last = span.after().get();
            return statement
                    .number(
                            "since",
                            span.descending()
                                    ? span.since()
                                    : Math.max(span.since(), last.published()))
                    .number(
                            "until",
                            span.descending()
                                    ? Math.min(span.until(), last.published())
                                    : span.until())
                    .number("lastPublished", last.published())
                    .number("lastPosition", last.position());
        }
    }
}
