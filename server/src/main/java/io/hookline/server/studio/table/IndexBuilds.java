package io.hookline.server.studio.table;

import io.hookline.flow.card.CardFailure;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.ColumnIndex.Entry;
import io.hookline.server.studio.table.RowStore.Following;
import io.hookline.server.studio.table.RowStore.Unread;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds indexes of columns while others read and write. First the index is known, so that from
 * then on whoever changes a row keeps it up to date; then it gets the rows that were there, slice
 * by slice; at the end, in one unit with the change of the table, searches may use it.
 */
final class IndexBuilds {
    private static final int SLICE = 500;

    private final Database database;
    private final Tables tables;

    IndexBuilds(Database database, Tables tables) {
        this.database = database;
        this.tables = tables;
    }

    /**
     * Changes a table together with its indexes.
     *
     * @param declared the indexes that it will have
     * @param change of the table itself
     * @return the table's id
     */
    String with(Table before, List<Table.Declared> declared, Consumer<Transaction> change) {
        Definition definition =
                database.read(transaction -> tables.definition(transaction, before.id()));
        List<ColumnIndex> obsolete =
                definition.indexes().stream()
                        .filter(index -> declared.stream().noneMatch(index::isAsDeclared))
                        .toList();
        List<Table.Declared> missing =
                declared.stream()
                        .filter(one ->
                                definition.indexes().stream()
                                        .noneMatch(index -> index.isAsDeclared(one)))
                        .toList();
        List<ColumnIndex> building = missing.isEmpty() ? List.of() : begin(before.id(), missing);
        try {
            if (!building.isEmpty()) {
                fill(before.id(), building);
            }
            return database.write(transaction -> {
                change.accept(transaction);
                building.forEach(index -> index.finish(transaction));
                obsolete.forEach(index -> index.drop(transaction));
                return before.id();
            });
        } catch (RuntimeException failure) {
            giveUp(before.id(), building);
            throw failure;
        }
    }

    private List<ColumnIndex> begin(String table, List<Table.Declared> missing) {
        return database.write(transaction -> {
            List<ColumnIndex> building = new ArrayList<>();
            for (Table.Declared one : missing) {
                long id = ColumnIndex.add(transaction, table, one, false);
                building.add(new ColumnIndex(id, one.columns(), one.unique(), false));
            }
            Definition.revise(transaction, table);
            return building;
        });
    }

    private void fill(String table, List<ColumnIndex> building) {
        long after = 0;
        boolean more = true;
        while (more) {
            long from = after;
            Definition definition =
                    database.read(transaction -> tables.definition(transaction, table));
            Following some =
                    database.read(
                            transaction -> RowStore.after(transaction, definition, from, SLICE));
            List<Filled> filled =
                    some.rows().stream().map(row -> Filled.of(row, building)).toList();
            try {
                database.write(transaction -> {
                    filled.forEach(row -> row.enter(transaction, definition));
                    return from;
                });
            } catch (CardFailure.Rejected twice) {
                throw new Refusal.Conflict(
                        twice.getMessage() + " Change or delete such rows first.");
            }
            more = some.more();
            after = some.rows().isEmpty() ? after : some.rows().getLast().place();
        }
    }

    /** A row that was there before the index. */
    private record Filled(long place, List<Entry> entries) {
        static Filled of(Unread row, List<ColumnIndex> building) {
            StoredRow read = row.read();
            return new Filled(
                    row.place(),
                    building.stream().map(index -> index.entry(read.cells())).toList());
        }

        /** What has been changed since it was read has its entries already. */
        void enter(Transaction transaction, Definition table) {
            if (RowStore.at(transaction, table, place).isPresent()) {
                entries.forEach(entry -> entry.enterOnce(transaction, table, place));
            }
        }
    }

    private void giveUp(String table, List<ColumnIndex> building) {
        if (!building.isEmpty()) {
            database.write(transaction -> {
                building.forEach(index -> index.drop(transaction));
                Definition.revise(transaction, table);
                return table;
            });
        }
    }
}
