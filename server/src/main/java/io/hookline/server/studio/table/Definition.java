package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.List;
import java.util.Optional;

/**
 * What a change or a search of rows goes by. Rows are made ready for the writer by a definition
 * that was read before; when somebody has changed it meanwhile, they are made again.
 *
 * @param revision changes with the columns, the indexes and the floor
 * @param floor rows up to this place were cleared, be they deleted yet or not
 */
record Definition(Table table, long revision, long floor, List<ColumnIndex> indexes) {
    private static final Sql PLACE =
            Sql.of("SELECT revision, floor FROM data_table WHERE id = :table");
    private static final Sql REVISION =
            Sql.of("SELECT 1 FROM data_table WHERE id = :table AND revision = :revision");
    private static final Sql REVISE =
            Sql.of("UPDATE data_table SET revision = revision + 1 WHERE id = :table");

    Definition {
        indexes = List.copyOf(indexes);
    }

    static Definition of(Transaction transaction, Table table) {
        return transaction
                .prepare(PLACE)
                .text("table", table.id())
                .one(row ->
                        new Definition(
                                table,
                                row.number("revision"),
                                row.number("floor"),
                                ColumnIndex.of(transaction, table)));
    }

    /** Rows up to there are gone; all rows of a table that is gone. */
    static long floor(Transaction transaction, String table) {
        return transaction
                .prepare(PLACE)
                .text("table", table)
                .first(row -> row.number("floor"))
                .orElse(Long.MAX_VALUE);
    }

    boolean isStillSo(Transaction transaction) {
        return transaction
                .prepare(REVISION)
                .text("table", table.id())
                .number("revision", revision)
                .exists();
    }

    /** Lets those who go by an older definition begin again. */
    static void revise(Transaction transaction, String table) {
        transaction.prepare(REVISE).text("table", table).update();
    }

    /** The index of a column alone, once it has all rows. */
    Optional<ColumnIndex> index(String column) {
        return indexes.stream()
                .filter(index -> index.ready() && index.names().equals(List.of(column)))
                .findFirst();
    }

    /** The unique index of exactly those columns, in whatever order, once it has all rows. */
    Optional<ColumnIndex> unique(List<String> columns) {
        return indexes.stream()
                .filter(index ->
                        index.ready()
                                && index.unique()
                                && index.names().size() == columns.size()
                                && columns.containsAll(index.names()))
                .findFirst();
    }

    /** What indexes hold of a row with those cells. */
    List<ColumnIndex.Entry> entries(ObjectNode cells) {
        return indexes.stream().map(index -> index.entry(cells)).toList();
    }
}
