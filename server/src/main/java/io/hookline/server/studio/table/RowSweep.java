package io.hookline.server.studio.table;

import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Deletes rows that nobody sees any more, or that have become too old for their table, and what is
 * no longer needed beside them: each time a slice, in a transaction of its caller.
 */
public final class RowSweep {
    /** Rows, or entries of an index, that are deleted in one unit. */
    public static final int SLICE = 500;

    /** How long records of effects are kept, however soon their execution ended. */
    private static final long EFFECTS_KEPT = Duration.ofMinutes(10).toMillis();

    private static final Sql AGING =
            Sql.of(
                    "SELECT id, keep_days, floor FROM data_table WHERE keep_days IS NOT NULL"
                            + " ORDER BY seq");
    static final Sql OLD =
            Sql.of(
                    "SELECT seq FROM data_row WHERE table_id = :table AND updated < :before"
                            + " LIMIT :limit");
    private static final Sql CLEARED =
            Sql.of("SELECT table_id, through FROM data_cleared ORDER BY table_id LIMIT 1");
    private static final Sql UP_TO =
            Sql.of(
                    "SELECT seq FROM data_row WHERE table_id = :table AND seq <= :through"
                            + " ORDER BY seq LIMIT :limit");
    private static final Sql CLEARING_ENDS =
            Sql.of("DELETE FROM data_cleared WHERE table_id = :table");
    private static final Sql IMPORTS = Sql.of("SELECT id, table_id, began FROM data_import");
    private static final Sql OF_IMPORT =
            Sql.of(
                    "SELECT seq FROM data_row WHERE table_id = :table AND seq > :began"
                            + " AND import = :import ORDER BY seq LIMIT :limit");
    private static final Sql IMPORT_ENDS = Sql.of("DELETE FROM data_import WHERE id = :id");
    private static final Sql DROPPED =
            Sql.of("SELECT id FROM data_index WHERE state = 'DROPPED' ORDER BY id LIMIT 1");
    private static final Sql ENTRIES =
            Sql.of(
                    "DELETE FROM data_index_entry WHERE (index_id, value, row) IN ("
                            + "SELECT index_id, value, row FROM data_index_entry"
                            + " WHERE index_id = :index LIMIT :limit)");
    private static final Sql INDEX_ENDS = Sql.of("DELETE FROM data_index WHERE id = :index");

    private static final long DAY = Duration.ofDays(1).toMillis();

    private final RowImports imports;

    public RowSweep(RowImports imports) {
        this.imports = imports;
    }

    /**
     * Deletes a slice of what is there to delete.
     *
     * @param now in milliseconds
     * @param running when the oldest execution began that may yet need to know what it has done
     * @return how much was deleted; 0 when nothing is left
     */
    public int slice(Transaction transaction, long now, long running) {
        int deleted = old(transaction, now);
        if (deleted == 0) {
            deleted = cleared(transaction);
        }
        if (deleted == 0) {
            deleted = unfinished(transaction);
        }
        if (deleted == 0) {
            deleted = dropped(transaction);
        }
        return deleted == 0
                ? RowEffects.forget(transaction, Math.min(now - EFFECTS_KEPT, running), SLICE)
                : deleted;
    }

    private record Aging(String table, long days, long floor) {
        static Aging of(ResultRow row) {
            return new Aging(row.text("id"), row.number("keep_days"), row.number("floor"));
        }
    }

    private static int old(Transaction transaction, long now) {
        int left = SLICE;
        for (Aging table : transaction.prepare(AGING).list(Aging::of)) {
            List<Long> places =
                    transaction
                            .prepare(OLD)
                            .text("table", table.table())
                            .number("before", now - table.days() * DAY)
                            .number("limit", left)
                            .list(row -> row.number("seq"));
            delete(transaction, table.table(), places);
            // What was cleared is not counted any more.
            long counted = places.stream().filter(place -> place > table.floor()).count();
            RowStore.countFewer(transaction, table.table(), counted);
            left -= places.size();
            if (left == 0) {
                break;
            }
        }
        return SLICE - left;
    }

    private static void delete(Transaction transaction, String table, List<Long> places) {
        places.forEach(place -> RowStore.delete(transaction, table, place));
    }

    private record Cleared(String table, long through) {}

    private static int cleared(Transaction transaction) {
        Optional<Cleared> cleared =
                transaction
                        .prepare(CLEARED)
                        .first(row -> new Cleared(row.text("table_id"), row.number("through")));
        if (cleared.isEmpty()) {
            return 0;
        }
        List<Long> places =
                transaction
                        .prepare(UP_TO)
                        .text("table", cleared.get().table())
                        .number("through", cleared.get().through())
                        .number("limit", SLICE)
                        .list(row -> row.number("seq"));
        delete(transaction, cleared.get().table(), places);
        if (places.isEmpty()) {
            transaction.prepare(CLEARING_ENDS).text("table", cleared.get().table()).update();
        }
        return Math.max(1, places.size());
    }

    private record Unfinished(long id, String table, long began) {}

    private int unfinished(Transaction transaction) {
        Optional<Unfinished> left =
                transaction
                        .prepare(IMPORTS)
                        .list(row ->
                                new Unfinished(
                                        row.number("id"),
                                        row.text("table_id"),
                                        row.number("began")))
                        .stream()
                        .filter(one -> !imports.isRunning(one.id()))
                        .findFirst();
        if (left.isEmpty()) {
            return 0;
        }
        List<Long> places =
                transaction
                        .prepare(OF_IMPORT)
                        .text("table", left.get().table())
                        .number("began", left.get().began())
                        .number("import", left.get().id())
                        .number("limit", SLICE)
                        .list(row -> row.number("seq"));
        delete(transaction, left.get().table(), places);
        if (places.isEmpty()) {
            transaction.prepare(IMPORT_ENDS).number("id", left.get().id()).update();
        }
        return Math.max(1, places.size());
    }

    private static int dropped(Transaction transaction) {
        Optional<Long> index = transaction.prepare(DROPPED).first(row -> row.number("id"));
        if (index.isEmpty()) {
            return 0;
        }
        int entries =
                transaction
                        .prepare(ENTRIES)
                        .number("index", index.get())
                        .number("limit", SLICE)
                        .update();
        if (entries == 0) {
            transaction.prepare(INDEX_ENDS).number("index", index.get()).update();
        }
        return Math.max(1, entries);
    }
}
