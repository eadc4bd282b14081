package io.hookline.server.studio.table;

import io.hookline.flow.flopack.Flopack;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Rows in the database, and the count of them that stands beside their table. */
final class RowStore {
    private static final String SELECT = "SELECT seq, id, cells, created, updated FROM data_row";

    private static final Sql FIND = Sql.of(SELECT + " WHERE table_id = :table AND id = :id");

    /** What rows hold that are read at a time; one more may go beyond it. */
    private static final long MOST_BYTES = 2_000_000;

    private static final Sql AFTER =
            Sql.of(
                    SELECT
                            + " WHERE table_id = :table AND seq > :after"
                            + " ORDER BY seq LIMIT :limit");

    private static final Sql EXISTS =
            Sql.of("SELECT 1 FROM data_row WHERE table_id = :table AND id = :id");

    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO data_row (table_id, id, cells, created, updated)"
                            + " VALUES (:table, :id, :cells, :now, :now)");

    private static final Sql UPDATE =
            Sql.of(
                    "UPDATE data_row SET cells = :cells, updated = :now"
                            + " WHERE table_id = :table AND id = :id AND cells = :before");

    private static final Sql DELETE =
            Sql.of("DELETE FROM data_row WHERE table_id = :table AND id = :id");

    private static final Sql DELETE_ALL = Sql.of("DELETE FROM data_row WHERE table_id = :table");

    private static final Sql COUNT_ONE_MORE =
            Sql.of(
                    "UPDATE data_table SET row_count = row_count + 1"
                            + " WHERE id = :table AND row_count < :most");

    private static final Sql COUNT_FEWER =
            Sql.of("UPDATE data_table SET row_count = row_count - :removed WHERE id = :table");

    private static final Sql COUNT = Sql.of("SELECT row_count FROM data_table WHERE id = :table");

    private static final Sql COLUMNS = Sql.of("SELECT document FROM data_table WHERE id = :table");

    private RowStore() {}

    /** A row whose cells have not been parsed yet. */
    @SuppressWarnings("ArrayRecordComponent")
    record Unread(long place, String id, byte[] cells, Instant created, Instant updated) {
        StoredRow read() {
            return new StoredRow(place, id, Flopack.read(cells), created, updated);
        }
    }

    private static Unread unread(ResultRow row) {
        return new Unread(
                row.number("seq"),
                row.text("id"),
                row.bytes("cells"),
                row.instant("created"),
                row.instant("updated"));
    }

    static Optional<Unread> find(Transaction transaction, String table, String id) {
        return transaction
                .prepare(FIND)
                .text("table", table)
                .text("id", id)
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
    static Following after(Transaction transaction, String table, long after, int limit) {
        List<Unread> rows = new ArrayList<>();
        AtomicLong bytes = new AtomicLong();
        transaction
                .prepare(AFTER)
                .text("table", table)
                .number("after", after)
                .number("limit", limit)
                .eachWhile(row -> {
                    Unread unread = unread(row);
                    rows.add(unread);
                    return bytes.addAndGet(unread.cells().length) < MOST_BYTES;
                });
        return new Following(rows, rows.size() == limit || bytes.get() >= MOST_BYTES);
    }

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

    /** False when the table has {@code most} rows already. */
    static boolean countOneMore(Transaction transaction, String table, int most) {
        return transaction
                        .prepare(COUNT_ONE_MORE)
                        .text("table", table)
                        .number("most", most)
                        .update()
                == 1;
    }

    static void insert(
            Transaction transaction, String table, String id, byte[] cells, Instant now) {
        transaction
                .prepare(INSERT)
                .text("table", table)
                .text("id", id)
                .bytes("cells", cells)
                .instant("now", now)
                .update();
    }

    /** False when the row has been changed since it was read, or is gone. */
    static boolean update(
            Transaction transaction, String table, Unread before, byte[] cells, Instant now) {
        return transaction
                        .prepare(UPDATE)
                        .bytes("cells", cells)
                        .instant("now", now)
                        .text("table", table)
                        .text("id", before.id())
                        .bytes("before", before.cells())
                        .update()
                == 1;
    }

    /** Removes a row, if it is there. */
    static void delete(Transaction transaction, String table, String id) {
        int removed = transaction.prepare(DELETE).text("table", table).text("id", id).update();
        countFewer(transaction, table, removed);
    }

    /** Removes all rows; how many there were. */
    static int deleteAll(Transaction transaction, String table) {
        int removed = transaction.prepare(DELETE_ALL).text("table", table).update();
        countFewer(transaction, table, removed);
        return removed;
    }

    private static void countFewer(Transaction transaction, String table, int removed) {
        transaction.prepare(COUNT_FEWER).number("removed", removed).text("table", table).update();
    }

    /** The stored form of a table's columns, by which a change is seen. */
    static Optional<byte[]> columns(Transaction transaction, String table) {
        return transaction
                .prepare(COLUMNS)
                .text("table", table)
                .first(row -> row.bytes("document"));
    }
}
