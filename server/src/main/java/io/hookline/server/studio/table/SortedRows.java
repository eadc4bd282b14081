package io.hookline.server.studio.table;

import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.RowStore.Following;
import io.hookline.server.studio.table.RowStore.Unread;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * The rows of a table in the order of a column, part by part. The order is that of the keys of
 * indexes, blank cells first; rows that are alike follow in the order in which they were made. With
 * an index a part looks up its own rows only; without one, and with a filter, each part looks at
 * every row that the filter leaves.
 */
public final class SortedRows {
    private static final Sql UP =
            Sql.of(
                    "SELECT value, row FROM data_index_entry WHERE index_id = :index"
                            + " AND (value, row) > (:value, :row)"
                            + " ORDER BY value, row LIMIT :limit");
    private static final Sql DOWN =
            Sql.of(
                    "SELECT value, row FROM data_index_entry WHERE index_id = :index"
                            + " AND (value, row) < (:value, :row)"
                            + " ORDER BY value DESC, row DESC LIMIT :limit");

    private static final int CHUNK = 500;
    private static final int PLACES = 250_000;
    private static final long MOST_BYTES = 2L * 1024 * 1024;

    private final Database database;
    private final Tables tables;

    SortedRows(Database database, Tables tables) {
        this.database = database;
        this.tables = tables;
    }

    /** By which column rows are sorted. */
    public record Order(String column, boolean descending) {}

    /**
     * Where a row stands in an order.
     *
     * @param key of its cell
     * @param row its place in the table
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Place(byte[] key, long row) {
        private static final int LONGEST = 1_000;

        /** As an address carries it. */
        public String text() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "." + row;
        }

        /** What {@link #text} gave. */
        public static Optional<Place> of(String text) {
            int dot = text.indexOf('.');
            if (dot < 0
                    || text.length() > LONGEST
                    || !text.substring(dot + 1).matches("\\d{1,18}")) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        new Place(
                                Base64.getUrlDecoder().decode(text.substring(0, dot)),
                                Long.parseLong(text.substring(dot + 1))));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        private int compare(Place other) {
            int keys = Arrays.compareUnsigned(key, other.key);
            return keys == 0 ? Long.compare(row, other.row) : keys;
        }
    }

    /**
     * Rows that follow each other.
     *
     * @param next behind which place others are; empty when there are none
     */
    public record Part(List<StoredRow> rows, Optional<Place> next) {
        public Part {
            rows = List.copyOf(rows);
        }
    }

    private record Placed(Place place, StoredRow row, int bytes) {}

    /**
     * The rows behind a place that fulfil the conditions: as many as asked for, or fewer when they
     * are large.
     *
     * @throws io.hookline.flow.card.CardFailure.NotFound when there is no such table or column
     * @throws io.hookline.flow.card.CardFailure.Invalid when a condition does not fit its column
     */
    public Part part(
            String table,
            List<Condition> conditions,
            Order order,
            Optional<Place> after,
            int limit) {
        Definition definition = database.read(transaction -> tables.definition(transaction, table));
        RowFilter filter = new RowFilter(definition.table());
        Function<StoredRow, byte[]> key = filter.key(order.column());
        Optional<ColumnIndex> index =
                conditions.isEmpty() ? definition.index(order.column()) : Optional.empty();
        List<Placed> found =
                index.isPresent()
                        ? byIndex(definition, index.get(), order, after, limit)
                        : all(
                                definition,
                                conditions,
                                filter.match(conditions),
                                order,
                                after,
                                key,
                                limit);
        return part(definition, found, limit);
    }

    private static Part part(Definition table, List<Placed> found, int limit) {
        List<StoredRow> rows = new ArrayList<>();
        long bytes = 0;
        for (Placed one : found) {
            if (rows.size() == limit || bytes > MOST_BYTES) {
                return new Part(rows, Optional.of(found.get(rows.size() - 1).place()));
            }
            rows.add(one.row().with(table.table().columns()));
            bytes += one.bytes();
        }
        return new Part(rows, Optional.empty());
    }

    /** One row more than asked for tells that there are others. */
    private List<Placed> byIndex(
            Definition table, ColumnIndex index, Order order, Optional<Place> after, int limit) {
        List<Placed> found = new ArrayList<>();
        Place at =
                after.orElse(
                        order.descending()
                                ? new Place(IndexKey.END, Long.MAX_VALUE)
                                : new Place(new byte[0], 0));
        long bytes = 0;
        boolean more = true;
        while (more && found.size() <= limit && bytes <= MOST_BYTES) {
            Place from = at;
            int most = limit + 1 - found.size();
            Looked looked =
                    database.read(transaction -> {
                        List<Place> places = places(transaction, index, order, from, most);
                        return new Looked(places, RowStore.at(transaction, table, rows(places)));
                    });
            for (Unread row : looked.rows()) {
                Place place = looked.of(row);
                found.add(new Placed(place, row.read(), row.cells().length));
                bytes += row.cells().length;
            }
            more = looked.places().size() == most;
            at = looked.places().isEmpty() ? at : looked.places().getLast();
        }
        return found;
    }

    /** Places of an index, and the rows that are still there; those end at 2 MB. */
    private record Looked(List<Place> places, List<Unread> rows) {
        Place of(Unread row) {
            return places.stream()
                    .filter(place -> place.row() == row.place())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static long[] rows(List<Place> places) {
        return places.stream().mapToLong(Place::row).toArray();
    }

    private static List<Place> places(
            Transaction transaction, ColumnIndex index, Order order, Place from, int limit) {
        return transaction
                .prepare(order.descending() ? DOWN : UP)
                .number("index", index.id())
                .bytes("value", from.key())
                .number("row", from.row())
                .number("limit", limit)
                .list(row -> new Place(row.bytes("value"), row.number("row")));
    }

    private List<Placed> all(
            Definition table,
            List<Condition> conditions,
            RowFilter.Match match,
            Order order,
            Optional<Place> after,
            Function<StoredRow, byte[]> key,
            int limit) {
        Comparator<Place> places = order.descending() ? (a, b) -> b.compare(a) : Place::compare;
        First first = new First(places, after, limit);
        RowReader reader = new RowReader(database, table, conditions, 0, PLACES);
        Following chunk;
        do {
            chunk = reader.next(CHUNK);
            for (Unread unread : chunk.rows()) {
                StoredRow row = unread.read();
                if (match.matches(row)) {
                    Place place = new Place(key.apply(row), row.place());
                    first.add(new Placed(place, row, unread.cells().length));
                }
            }
        } while (chunk.more());
        return first.inOrder();
    }

    /** The first rows behind a place, one more than asked for; fewer when they are large. */
    private static final class First {
        private final Comparator<Place> order;
        private final Optional<Place> after;
        private final int limit;
        private final PriorityQueue<Placed> rows;
        private boolean cut;
        private long bytes;

        First(Comparator<Place> order, Optional<Place> after, int limit) {
            this.order = order;
            this.after = after;
            this.limit = limit;
            this.rows = new PriorityQueue<>(Comparator.comparing(Placed::place, order.reversed()));
        }

        void add(Placed row) {
            boolean before = after.filter(at -> order.compare(row.place(), at) <= 0).isPresent();
            boolean behind = cut && order.compare(row.place(), rows.peek().place()) > 0;
            if (before || behind) {
                return;
            }
            rows.add(row);
            bytes += row.bytes();
            while (rows.size() > limit + 1
                    || rows.size() > 2 && bytes - rows.peek().bytes() > MOST_BYTES) {
                bytes -= rows.remove().bytes();
                cut = true;
            }
        }

        List<Placed> inOrder() {
            return rows.stream().sorted(Comparator.comparing(Placed::place, order)).toList();
        }
    }
}
