package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;

import io.hookline.connectors.tables.TableRows.Counted;
import io.hookline.connectors.tables.TableRows.Counter;
import io.hookline.connectors.tables.TableRows.Upserted;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.Numbers;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.RowStore.Ready;
import io.hookline.server.studio.table.RowStore.Unread;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Changes of single rows. Each is made ready on its caller's thread, from what was read, and is one
 * unit of the store together with the record that it has happened. The unit changes nothing when
 * the columns or the row have changed since; then the change is made again from what is there now.
 * So nobody's change is lost, and no change happens twice for one run of a card.
 */
final class RowChanges {
    /** Those who change the same row wait for each other here, not by trying again and again. */
    private static final int LOCKS = 256;

    private static final Consumer<Transaction> NOTHING = transaction -> {};

    private final Database database;
    private final Tables tables;
    private final InstantSource clock;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    RowChanges(Database database, Tables tables, InstantSource clock) {
        this.database = database;
        this.tables = tables;
        this.clock = clock;
        Arrays.setAll(locks, lock -> new ReentrantLock());
    }

    /** What a change reads before it is made. */
    @FunctionalInterface
    private interface Reading {
        Optional<Unread> read(Transaction transaction, Definition table);
    }

    /** Makes a change of what was read. */
    @FunctionalInterface
    private interface Making {
        Change make(Definition table, Optional<Unread> row);
    }

    /**
     * A change that is ready.
     *
     * @param result what is recorded of it
     * @param work false when nothing was changed, because the row is not what was read
     */
    private record Change(String result, Work work) {
        /** Writes more in the same unit. */
        Change and(Consumer<Transaction> also) {
            return new Change(
                    result,
                    transaction -> {
                        boolean changed = work.run(transaction);
                        if (changed) {
                            also.accept(transaction);
                        }
                        return changed;
                    });
        }
    }

    @FunctionalInterface
    private interface Work {
        boolean run(Transaction transaction);
    }

    /** What was read: the recorded result when the change has happened. */
    private record Before(
            Optional<String> done, Optional<Definition> table, Optional<Unread> row) {}

    private String once(String table, Optional<String> key, Reading reading, Making making) {
        Optional<byte[]> place = key.map(known -> RowEffects.place(table, known));
        while (true) {
            Before before =
                    database.read(transaction -> {
                        Optional<String> done =
                                place.flatMap(at -> RowEffects.find(transaction, at));
                        if (done.isPresent()) {
                            return new Before(done, Optional.empty(), Optional.empty());
                        }
                        Definition definition = tables.definition(transaction, table);
                        return new Before(
                                done,
                                Optional.of(definition),
                                reading.read(transaction, definition));
                    });
            if (before.done().isPresent()) {
                return before.done().get();
            }
            Definition definition = before.table().orElseThrow();
            Change change = making.make(definition, before.row());
            Optional<String> result =
                    database.write(transaction -> perform(transaction, definition, place, change));
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    /** Empty when the change must be made again. */
    private Optional<String> perform(
            Transaction transaction, Definition table, Optional<byte[]> place, Change change) {
        Optional<String> done = place.flatMap(at -> RowEffects.find(transaction, at));
        if (done.isPresent()) {
            return done;
        }
        if (!table.isStillSo(transaction) || !change.work().run(transaction)) {
            return Optional.empty();
        }
        place.ifPresent(at -> RowEffects.record(transaction, at, change.result(), clock.instant()));
        return Optional.of(change.result());
    }

    /** One after the other for each row. */
    private String alone(
            String table, String row, Optional<String> key, Reading reading, Making making) {
        ReentrantLock lock = locks[Math.floorMod((table + "\n" + row).hashCode(), LOCKS)];
        lock.lock();
        try {
            return once(table, key, reading, making);
        } finally {
            lock.unlock();
        }
    }

    /** The same key makes the same id. */
    private static String id(String table, String key) {
        return UUID.nameUUIDFromBytes((table + "\n" + key).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    String create(String table, Map<String, JsonNode> values, String key) {
        return create(table, id(table, key), values, Optional.of(key), NOTHING);
    }

    /** Adds a row for a person; its id. */
    String create(String table, Map<String, JsonNode> values, Consumer<Transaction> also) {
        return create(table, UUID.randomUUID().toString(), values, Optional.empty(), also);
    }

    private String create(
            String table,
            String id,
            Map<String, JsonNode> values,
            Optional<String> key,
            Consumer<Transaction> also) {
        return once(
                table,
                key,
                (transaction, definition) -> Optional.empty(),
                (definition, none) -> inserting(definition, id, values).and(also));
    }

    private Change inserting(Definition definition, String id, Map<String, JsonNode> values) {
        Ready row = RowMaker.ready(definition, id, values);
        return new Change(id, transaction -> insert(transaction, definition, row));
    }

    private boolean insert(Transaction transaction, Definition table, Ready row) {
        if (!RowStore.countMore(transaction, table.table().id(), 1, RowMaker.MOST_ROWS)) {
            throw RowMaker.full(table.table());
        }
        RowStore.insert(transaction, table, row, Optional.empty(), clock.instant());
        return true;
    }

    String update(String table, String id, Map<String, JsonNode> values, String key) {
        return alone(
                table,
                id,
                Optional.of(key),
                (transaction, definition) -> RowStore.find(transaction, definition, id),
                (definition, found) -> {
                    Unread before = found.orElseThrow(() -> noRow(definition.table(), id));
                    return update(definition, before, before.read(), values, id);
                });
    }

    /**
     * Changes a row for a person.
     *
     * @param expected the version that they saw; any when empty
     * @throws Refusal.Outdated when it has another one
     */
    void update(
            String table,
            String id,
            Map<String, JsonNode> values,
            Optional<Long> expected,
            Consumer<Transaction> also) {
        alone(
                table,
                id,
                Optional.empty(),
                (transaction, definition) -> RowStore.find(transaction, definition, id),
                (definition, found) -> {
                    Unread before = expected(found, id, expected);
                    return update(definition, before, before.read(), values, id).and(also);
                });
    }

    private static Unread expected(Optional<Unread> found, String id, Optional<Long> expected) {
        Unread row = found.orElseThrow(() -> new Refusal.NotFound("row", id));
        if (expected.filter(version -> version != row.version()).isPresent()) {
            throw new Refusal.Outdated(
                    "Row has changed",
                    "The row was changed since it was read: it has version "
                            + row.version()
                            + " by now, and nothing was overwritten. Read it again.");
        }
        return row;
    }

    /**
     * Removes a row for a person.
     *
     * @param expected the version that they saw; any when empty
     * @throws Refusal.Outdated when it has another one
     */
    void delete(String table, String id, Optional<Long> expected, Consumer<Transaction> also) {
        alone(
                table,
                id,
                Optional.empty(),
                (transaction, definition) -> RowStore.find(transaction, definition, id),
                (definition, found) -> {
                    Unread row = expected(found, id, expected);
                    return new Change(
                                    id,
                                    transaction ->
                                            isStill(transaction, definition, row)
                                                    && remove(transaction, table, row.place()))
                            .and(also);
                });
    }

    private static boolean isStill(Transaction transaction, Definition table, Unread row) {
        return RowStore.at(transaction, table, row.place())
                .filter(now -> now.version() == row.version())
                .isPresent();
    }

    private static boolean remove(Transaction transaction, String table, long place) {
        boolean removed = RowStore.delete(transaction, table, place);
        if (removed) {
            RowStore.countFewer(transaction, table, 1);
        }
        return removed;
    }

    private Change update(
            Definition definition,
            Unread before,
            StoredRow read,
            Map<String, JsonNode> values,
            String result) {
        Ready row = RowMaker.changed(definition, read, values);
        return new Change(
                result,
                transaction ->
                        RowStore.update(transaction, definition, before, row, clock.instant()));
    }

    private static CardFailure noRow(Table table, String id) {
        return new CardFailure.NotFound(
                "The table \"" + table.name() + "\" has no row with the id " + id + ".");
    }

    String delete(String table, String id, String key) {
        return once(
                table,
                Optional.of(key),
                (transaction, definition) -> RowStore.find(transaction, definition, id),
                (definition, found) ->
                        new Change(
                                id,
                                transaction -> {
                                    found.ifPresent(row -> remove(transaction, table, row.place()));
                                    return true;
                                }));
    }

    /**
     * Removes all rows at once, whatever the table's size.
     *
     * @param also writes more in the same unit
     * @return how many rows there were
     */
    int clear(String table, Optional<String> key, Consumer<Transaction> also) {
        Optional<byte[]> place = key.map(known -> RowEffects.place(table, known));
        String result =
                database.write(transaction -> {
                    Optional<String> done = place.flatMap(at -> RowEffects.find(transaction, at));
                    if (done.isPresent()) {
                        return done.get();
                    }
                    tables.requireTable(transaction, table);
                    String count = Long.toString(RowStore.count(transaction, table));
                    RowStore.clear(transaction, table, RowStore.newest(transaction, table));
                    place.ifPresent(
                            at -> RowEffects.record(transaction, at, count, clock.instant()));
                    also.accept(transaction);
                    return count;
                });
        return Integer.parseInt(result);
    }

    Upserted upsert(String table, List<String> columns, Map<String, JsonNode> values, String key) {
        return upsert(table, columns, values, id(table, key), Optional.of(key), NOTHING);
    }

    /** Changes or adds a row for a person. */
    Upserted upsert(
            String table,
            List<String> columns,
            Map<String, JsonNode> values,
            Consumer<Transaction> also) {
        String id = UUID.randomUUID().toString();
        return upsert(table, columns, values, id, Optional.empty(), also);
    }

    private Upserted upsert(
            String table,
            List<String> columns,
            Map<String, JsonNode> values,
            String id,
            Optional<String> key,
            Consumer<Transaction> also) {
        Map<String, JsonNode> wanted = new LinkedHashMap<>();
        columns.forEach(
                column -> wanted.put(column, values.getOrDefault(column, NullNode.getInstance())));
        String row =
                alone(
                        table,
                        wanted.values().toString(),
                        key,
                        (transaction, definition) -> held(transaction, definition, wanted),
                        (definition, found) ->
                                found.map(before ->
                                                update(
                                                        definition,
                                                        before,
                                                        before.read(),
                                                        values,
                                                        before.id()))
                                        .orElseGet(() -> inserting(definition, id, values))
                                        .and(also));
        return new Upserted(row, row.equals(id));
    }

    /** The row that holds those values in the columns of a unique key. */
    private static Optional<Unread> held(
            Transaction transaction, Definition definition, Map<String, JsonNode> values) {
        long[] places =
                unique(definition, List.copyOf(values.keySet()))
                        .same(definition.table(), values)
                        .places(transaction, definition.floor(), 1);
        return places.length == 0
                ? Optional.empty()
                : RowStore.at(transaction, definition, places[0]);
    }

    Counted increment(String table, Counter counter, String key) {
        String id = id(table, key);
        String result =
                alone(
                        table,
                        counter.key().asText(),
                        Optional.of(key),
                        (transaction, definition) ->
                                held(
                                        transaction,
                                        definition,
                                        Map.of(counter.column(), counter.key())),
                        (definition, found) -> increment(definition, found, counter, id));
        int space = result.indexOf(' ');
        String row = result.substring(0, space);
        return new Counted(
                row, Numbers.node(new BigDecimal(result.substring(space + 1))), row.equals(id));
    }

    private Change increment(
            Definition definition, Optional<Unread> found, Counter counter, String id) {
        Table.Column counted = definition.table().column(counter.counted());
        if (counted.type() != ColumnType.NUMBER) {
            throw new CardFailure.Invalid(
                    "The column \""
                            + counted.name()
                            + "\" of the table \""
                            + definition.table().name()
                            + "\" holds a "
                            + counted.type().word()
                            + "; only a number can be incremented.");
        }
        Optional<StoredRow> row = found.map(Unread::read);
        JsonNode before =
                row.map(read -> counted.of(read.cells()))
                        .orElseGet(() -> counted.type().convert(counted.standard()).orElseThrow());
        BigDecimal after =
                (before.isNull() ? BigDecimal.ZERO : Numbers.decimal(before)).add(counter.by());
        Map<String, JsonNode> values = new HashMap<>(counter.values());
        values.put(counter.column(), counter.key());
        values.put(counted.name(), Numbers.node(after));
        String result = row.map(StoredRow::id).orElse(id) + " " + after.toPlainString();
        if (row.isPresent()) {
            return update(definition, found.get(), row.get(), values, result);
        }
        Ready made = RowMaker.ready(definition, id, values);
        return new Change(result, transaction -> insert(transaction, definition, made));
    }

    private static ColumnIndex unique(Definition definition, List<String> columns) {
        Table table = definition.table();
        columns.forEach(table::column);
        return definition.unique(columns).orElseThrow(() -> notUnique(table, columns));
    }

    private static CardFailure notUnique(Table table, List<String> columns) {
        boolean one = columns.size() == 1;
        return new CardFailure.Invalid(
                "Rows of the table \""
                        + table.name()
                        + (one ? "\" are found by the column " : "\" are found by the columns ")
                        + ColumnIndex.quoted(columns)
                        + (one
                                ? ", which is not unique; declare it unique first,"
                                : ", which are no unique key; declare them as one first,")
                        + " so that there is one row for each value.");
    }
}
