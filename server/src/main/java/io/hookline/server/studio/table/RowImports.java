package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.RowStore.Ready;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Adds many rows, all or none. They are stored in small units, so that nobody waits long for the
 * one writer, and nobody sees them until the last unit ends the import: then all of them are there
 * at once. An import that fails, or whose process ends, leaves rows that nobody ever sees, and a
 * sweep deletes them.
 */
public final class RowImports {
    private static final Sql BEGIN =
            Sql.of(
                    "INSERT INTO data_import (table_id, began) VALUES (:table, :began)"
                            + " RETURNING id");
    private static final Sql END = Sql.of("DELETE FROM data_import WHERE id = :id");
    private static final Sql COUNT_AFTER =
            Sql.of(
                    "SELECT count(*) AS rows FROM data_row WHERE table_id = :table AND seq > :began"
                        + " AND (import IS NULL OR import NOT IN (SELECT id FROM data_import))");

    /** Rows that are stored in one unit. */
    private static final int ROWS_OF_A_UNIT = 200;

    private static final int BYTES_OF_A_UNIT = 1024 * 1024;

    /** So many misfits are told at a time. */
    private static final int MOST_FAULTS = 50;

    private final Database database;
    private final Tables tables;
    private final InstantSource clock;

    /** The imports that somebody works on. */
    private final Set<Long> running = ConcurrentHashMap.newKeySet();

    RowImports(Database database, Tables tables, InstantSource clock) {
        this.database = database;
        this.tables = tables;
        this.clock = clock;
    }

    /** Adds rows for a card; the same key adds them once. */
    int all(String table, List<Map<String, JsonNode>> rows, boolean clearing, String key) {
        byte[] place = RowEffects.place(table, key);
        Optional<String> done = database.read(transaction -> RowEffects.find(transaction, place));
        if (done.isEmpty()) {
            try (RowImport added = begin(table, clearing)) {
                for (int i = 0; i < rows.size(); i++) {
                    added.add("Row " + (i + 1) + " of the file", rows.get(i));
                }
                String result = Integer.toString(rows.size());
                added.end(transaction ->
                        RowEffects.record(transaction, place, result, clock.instant()));
            }
        }
        return rows.size();
    }

    /**
     * Begins an import.
     *
     * @param clearing whether the rows that are there now go when it ends
     * @throws CardFailure.NotFound when there is no such table
     */
    public RowImport begin(String table, boolean clearing) {
        return database.write(transaction -> {
            tables.requireTable(transaction, table);
            long began = RowStore.newest(transaction, table);
            long id =
                    transaction
                            .prepare(BEGIN)
                            .text("table", table)
                            .number("began", began)
                            .one(row -> row.number("id"));
            running.add(id);
            return new RowImport(table, id, began, clearing);
        });
    }

    /** One import. Closing it before it has ended undoes it. */
    public final class RowImport implements AutoCloseable {
        private final String table;
        private final long id;
        private final long began;
        private final boolean clearing;
        private final List<Map<String, JsonNode>> waiting = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private Optional<Definition> definition = Optional.empty();
        private final List<String> faults = new ArrayList<>();
        private long bytes;
        private long rows;

        private RowImport(String table, long id, long began, boolean clearing) {
            this.table = table;
            this.id = id;
            this.began = began;
            this.clearing = clearing;
        }

        /**
         * Adds a row. One whose value does not fit its column is a fault, and so the import cannot
         * end; the others are still checked, until there are {@link #MOST_FAULTS}.
         *
         * @param name what people call it, for an error
         * @throws CardFailure.Rejected when a unique column would hold a value twice, or the table
         *     would get too large
         */
        public void add(String name, Map<String, JsonNode> values) {
            if (faults.size() >= MOST_FAULTS) {
                return;
            }
            waiting.add(values);
            names.add(name);
            bytes += values.values().stream().mapToLong(RowImports::weight).sum();
            if (++rows > RowMaker.MOST_ROWS) {
                throw RowMaker.full(definition().table());
            }
            if (waiting.size() == ROWS_OF_A_UNIT || bytes > BYTES_OF_A_UNIT) {
                store();
            }
        }

        /** How many rows were added. */
        public long rows() {
            return rows;
        }

        private Definition definition() {
            return definition.orElseGet(
                    () -> database.read(transaction -> tables.definition(transaction, table)));
        }

        private void store() {
            boolean done = waiting.isEmpty();
            while (!done) {
                Definition now = definition();
                definition = Optional.of(now);
                List<Ready> ready = ready(now);
                done =
                        !faults.isEmpty()
                                || database.write(transaction -> store(transaction, now, ready));
                if (!done) {
                    definition = Optional.empty();
                }
            }
            waiting.clear();
            names.clear();
            bytes = 0;
        }

        private List<Ready> ready(Definition now) {
            List<Ready> ready = new ArrayList<>(waiting.size());
            for (int i = 0; i < waiting.size() && faults.size() < MOST_FAULTS; i++) {
                try {
                    ready.add(RowMaker.ready(now, UUID.randomUUID().toString(), waiting.get(i)));
                } catch (CardFailure.Invalid e) {
                    faults.add(names.get(i) + ": " + e.getMessage());
                }
            }
            return ready;
        }

        /** What does not fit, in sentences, the first of it; then the import cannot end. */
        public List<String> faults() {
            store();
            return List.copyOf(faults);
        }

        private boolean store(Transaction transaction, Definition now, List<Ready> ready) {
            if (!now.isStillSo(transaction)) {
                return false;
            }
            // Rows that go when the import ends may hold what its rows hold.
            Definition beside =
                    clearing
                            ? new Definition(
                                    now.table(),
                                    now.revision(),
                                    Math.max(now.floor(), began),
                                    now.indexes())
                            : now;
            for (int i = 0; i < ready.size(); i++) {
                int row = i;
                named(
                        row,
                        () -> {
                            RowStore.insert(
                                    transaction,
                                    beside,
                                    ready.get(row),
                                    Optional.of(id),
                                    clock.instant());
                            return row;
                        });
            }
            return true;
        }

        /** An error says which row it is about. */
        private <T> T named(int row, Supplier<T> work) {
            try {
                return work.get();
            } catch (CardFailure.Rejected e) {
                throw new CardFailure.Rejected(names.get(row) + ": " + e.getMessage());
            }
        }

        /**
         * Lets everybody see the rows, all at once.
         *
         * @param also writes more in the same unit
         * @throws CardFailure.Invalid when a value did not fit its column
         */
        public void end(Consumer<Transaction> also) {
            if (!faults().isEmpty()) {
                throw new CardFailure.Invalid(faults.getFirst());
            }
            Table into = definition().table();
            database.write(transaction -> {
                requireNotCleared(transaction, into);
                transaction.prepare(END).number("id", id).update();
                if (clearing) {
                    RowStore.clear(transaction, table, began);
                }
                long added = clearing ? countAfter(transaction) : rows;
                if (!RowStore.countMore(transaction, table, added, RowMaker.MOST_ROWS)) {
                    throw RowMaker.full(into);
                }
                also.accept(transaction);
                return id;
            });
            running.remove(id);
        }

        private void requireNotCleared(Transaction transaction, Table into) {
            if (Definition.floor(transaction, table) > began) {
                throw new CardFailure.Rejected(
                        "The table \""
                                + into.name()
                                + "\" was cleared while rows were imported into it, and nothing was"
                                + " imported; import them again.");
            }
        }

        /** With the rows that others made meanwhile. */
        private long countAfter(Transaction transaction) {
            return transaction
                    .prepare(COUNT_AFTER)
                    .text("table", table)
                    .number("began", began)
                    .one(row -> row.number("rows"));
        }

        @Override
        public void close() {
            // A sweep deletes the rows of an import that nobody works on.
            running.remove(id);
        }
    }

    /** Whether somebody works on that import. */
    boolean isRunning(long id) {
        return running.contains(id);
    }

    private static long weight(JsonNode value) {
        return value.isTextual() ? value.textValue().length() : 8;
    }
}
