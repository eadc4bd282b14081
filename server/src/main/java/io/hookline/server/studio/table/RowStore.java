package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.ColumnIndex.Entry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rows in the database, what indexes hold of them, and the count of them that stands beside their
 * table. Rows of an import that has not ended are not seen.
 */
final class RowStore {
    private static final String SELECT =
            "SELECT seq, id, cells, version, created, updated FROM data_row";

    private static final String SEEN =
            " AND (import IS NULL OR import NOT IN (SELECT id FROM data_import))";

    private static final Sql FIND =
            Sql.of(SELECT + " WHERE table_id = :table AND id = :id AND seq > :floor" + SEEN);

    private static final Sql AT =
            Sql.of(SELECT + " WHERE seq = :seq AND table_id = :table AND seq > :floor" + SEEN);

    /** What rows hold that are read at a time; one more may go beyond it. */
    private static final long MOST_BYTES = 2_000_000;

    static final Sql AFTER =
            Sql.of(
                    SELECT
                            + " WHERE table_id = :table AND seq > :after"
                            + SEEN
                            + " ORDER BY seq LIMIT :limit");

    private static final Sql EXISTS =
            Sql.of("SELECT 1 FROM data_row WHERE table_id = :table AND id = :id");

    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO data_row (table_id, id, import, cells, created, updated)"
                            + " VALUES (:table, :id, :import, :cells, :now, :now)");

    /** Asked only where an index needs it; RETURNING took longer than the whole insert. */
    private static final Sql INSERTED = Sql.of("SELECT last_insert_rowid() AS seq");

    private static final Sql UPDATE =
            Sql.of(
                    "UPDATE data_row SET cells = :cells, version = version + 1, updated = :now"
                            + " WHERE seq = :seq AND table_id = :table AND cells = :before");

    private static final Sql DELETE =
            Sql.of("DELETE FROM data_row WHERE seq = :seq AND table_id = :table");

    private static final Sql NEWEST =
            Sql.of("SELECT coalesce(max(seq), 0) AS seq FROM data_row WHERE table_id = :table");

    private static final Sql CLEAR =
            Sql.of(
                    "UPDATE data_table SET floor = :through, row_count = 0, revision = revision + 1"
                            + " WHERE id = :table");

    private static final Sql CLEARED =
            Sql.of(
                    "INSERT INTO data_cleared (table_id, through) VALUES (:table, :through)"
                            + " ON CONFLICT (table_id) DO UPDATE SET through = excluded.through");

    private static final Sql COUNT_MORE =
            Sql.of(
                    "UPDATE data_table SET row_count = row_count + :added"
                            + " WHERE id = :table AND row_count + :added <= :most");

    private static final Sql COUNT_FEWER =
            Sql.of("UPDATE data_table SET row_count = row_count - :removed WHERE id = :table");

    private static final Sql COUNT = Sql.of("SELECT row_count FROM data_table WHERE id = :table");

    private RowStore() {}

    /** A row whose cells have not been parsed yet. */
    @SuppressWarnings("ArrayRecordComponent")
    record Unread(
            long place, String id, byte[] cells, long version, Instant created, Instant updated) {
        StoredRow read() {
            return new StoredRow(place, id, Flopack.read(cells), version, created, updated);
        }
    }

    private static Unread unread(ResultRow row) {
        return new Unread(
                row.number("seq"),
                row.text("id"),
                row.bytes("cells"),
                row.number("version"),
                row.instant("created"),
                row.instant("updated"));
    }

    static Optional<Unread> find(Transaction transaction, Definition table, String id) {
        return transaction
                .prepare(FIND)
                .text("table", table.table().id())
                .text("id", id)
                .number("floor", table.floor())
                .first(RowStore::unread);
    }

    /** The row at that place, unless it is gone. */
    static Optional<Unread> at(Transaction transaction, Definition table, long place) {
        return transaction
                .prepare(AT)
                .number("seq", place)
                .text("table", table.table().id())
                .number("floor", table.floor())
                .first(RowStore::unread);
    }

    /**
     * Some of the rows after a place.
     *
     * @param more whether there may be others behind them
     */
    record Following(List<Unread> rows, boolean more) {}

    /**
     * The rows after that place, in the order in which they were made, until they are as many as
     * asked for or hold 2 MB.
     */
    static Following after(Transaction transaction, Definition table, long after, int limit) {
        List<Unread> rows = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        transaction
                .prepare(AFTER)
                .text("table", table.table().id())
                .number("after", Math.max(after, table.floor()))
                .number("limit", limit)
                .eachWhile(row -> {
                    Unread unread = unread(row);
                    rows.add(unread);
                    return bytes.addAndGet(unread.cells().length) < MOST_BYTES;
                });
        return new Following(rows, rows.size() == limit || bytes.get() >= MOST_BYTES);
    }

    /** The rows at those places that are still there, until they hold 2 MB. */
    static List<Unread> at(Transaction transaction, Definition table, long[] places) {
        List<Unread> rows = new ArrayList<>(places.length);
        long bytes = 0;
        for (int i = 0; i < places.length && bytes < MOST_BYTES; i++) {
            Optional<Unread> row = at(transaction, table, places[i]);
            row.ifPresent(rows::add);
            bytes += row.map(unread -> unread.cells().length).orElse(0);
        }
        return rows;
    }

    /** Whether there is a row of that id, be it cleared or not. */
    static boolean exists(Transaction transaction, String table, String id) {
        return transaction.prepare(EXISTS).text("table", table).text("id", id).exists();
    }

    /** How many rows a table has; none when there is no such table. */
    static long count(Transaction transaction, String table) {
        return transaction
                .prepare(COUNT)
                .text("table", table)
                .first(row -> row.number("row_count"))
                .orElse(0L);
    }

    /** False when the table would have more than {@code most} rows. */
    static boolean countMore(Transaction transaction, String table, long added, long most) {
        return transaction
                        .prepare(COUNT_MORE)
                        .number("added", added)
                        .text("table", table)
                        .number("most", most)
                        .update()
                == 1;
    }

    /**
     * A row as it will be stored, made before the writer is asked.
     *
     * @param cells in the order of the columns; the array must not change
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Ready(String id, byte[] cells, List<Entry> entries) {}

    /** Stores a row; whoever calls counts it. */
    static void insert(
            Transaction transaction,
            Definition table,
            Ready row,
            Optional<Long> ofImport,
            Instant now) {
        transaction
                .prepare(INSERT)
                .text("table", table.table().id())
                .text("id", row.id())
                .number("import", ofImport)
                .bytes("cells", row.cells())
                .instant("now", now)
                .update();
        if (!row.entries().isEmpty()) {
            long seq = transaction.prepare(INSERTED).one(inserted -> inserted.number("seq"));
            row.entries().forEach(entry -> entry.enter(transaction, table, seq));
        }
    }

    /** False when the row has been changed since it was read, or is gone. */
    static boolean update(
            Transaction transaction, Definition table, Unread before, Ready row, Instant now) {
        boolean updated =
                transaction
                                .prepare(UPDATE)
                                .bytes("cells", row.cells())
                                .instant("now", now)
                                .number("seq", before.place())
                                .text("table", table.table().id())
                                .bytes("before", before.cells())
                                .update()
                        == 1;
        if (updated) {
            row.entries().forEach(entry -> entry.replace(transaction, table, before.place()));
        }
        return updated;
    }

    /**
     * Removes a row and what indexes hold of it; false when it is gone. Whoever calls counts it.
     */
    static boolean delete(Transaction transaction, String table, long place) {
        boolean removed =
                transaction.prepare(DELETE).number("seq", place).text("table", table).update() == 1;
        if (removed) {
            ColumnIndex.leave(transaction, place);
        }
        return removed;
    }

    /** The place of the newest row. */
    static long newest(Transaction transaction, String table) {
        return transaction.prepare(NEWEST).text("table", table).one(row -> row.number("seq"));
    }

    /** Clears a table up to a place at once: nobody sees these rows, and a sweep deletes them. */
    static void clear(Transaction transaction, String table, long through) {
        transaction.prepare(CLEAR).number("through", through).text("table", table).update();
        toDelete(transaction, table, through);
    }

    /** Lets a sweep delete the rows of a table up to a place. */
    static void toDelete(Transaction transaction, String table, long through) {
        transaction.prepare(CLEARED).text("table", table).number("through", through).update();
    }

    static void countFewer(Transaction transaction, String table, long removed) {
        transaction.prepare(COUNT_FEWER).number("removed", removed).text("table", table).update();
    }

    /** Makes a row ready to be stored. */
    static Ready ready(Definition table, String id, ObjectNode cells, byte[] bytes) {
        return new Ready(id, bytes, table.entries(cells));
    }
}
