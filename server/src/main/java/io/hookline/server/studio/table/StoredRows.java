package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardFailure;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.RowStore.Unread;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The rows of tables, for cards and for the API. */
public final class StoredRows implements TableRows {
    /** Rows that a search looks at in one go, so that no reader lives long. */
    private static final int CHUNK = 500;

    /** Places of an index that a search keeps in memory; with more it reads row after row. */
    private static final int PLACES = 250_000;

    /** As {@link #PLACES}, for a part of a stream: each part finds them again. */
    private static final int PLACES_OF_A_SLICE = 5_000;

    /** What the rows of a slice hold together when it ends before it has as many as asked for. */
    private static final long SLICE_BYTES = 2L * 1024 * 1024;

    /** What a part of a list takes in memory, however many rows are asked for. */
    private static final long LARGEST_PART = 20_000_000;

    /** What a row takes in memory that is larger than most. */
    private static final long LARGE_ROW = 64 * 1024;

    /** What the rows of one search may hold together. */
    private static final long MAX_FOUND_BYTES =
            Math.min(32_000_000, Runtime.getRuntime().maxMemory() / 24);

    private final Database database;
    private final Tables tables;
    private final RowChanges changes;
    private final RowImports imports;
    private final SortedRows sorted;

    public StoredRows(Database database, Tables tables, InstantSource clock) {
        this.database = database;
        this.tables = tables;
        this.changes = new RowChanges(database, tables, clock);
        this.imports = new RowImports(database, tables, clock);
        this.sorted = new SortedRows(database, tables);
    }

    /** Rows in the order of a column. */
    public SortedRows sorted() {
        return sorted;
    }

    /** Imports of files. */
    public RowImports imports() {
        return imports;
    }

    /**
     * The rows of a table after that place that fulfil the conditions, in the order in which they
     * were made: as many as asked for, or fewer when they are large.
     *
     * @throws CardFailure.NotFound when there is no such table, or no such column
     * @throws CardFailure.Invalid when a condition does not fit its column
     */
    public Part list(String table, List<RowQuery.Condition> conditions, long after, int limit) {
        Definition definition = definition(table);
        RowFilter.Match match = new RowFilter(definition.table()).match(conditions);
        RowReader reader =
                new RowReader(database, definition, conditions, after, PLACES_OF_A_SLICE);
        List<StoredRow> found = new ArrayList<>();
        long bytes = 0;
        RowStore.Following chunk;
        do {
            // One beyond the part tells whether there is a next one.
            chunk = reader.next(conditions.isEmpty() ? limit + 1 - found.size() : CHUNK);
            for (Unread unread : chunk.rows()) {
                StoredRow row = unread.read();
                if (match.matches(row)) {
                    if (found.size() == limit || bytes > SLICE_BYTES) {
                        return new Part(found, true);
                    }
                    found.add(row.with(definition.table().columns()));
                    bytes += unread.cells().length;
                }
            }
        } while (chunk.more() && bytes <= SLICE_BYTES);
        return new Part(found, chunk.more());
    }

    /**
     * Rows that follow each other.
     *
     * @param more whether there may be others behind them
     */
    public record Part(List<StoredRow> rows, boolean more) {}

    /** How many bytes reading so many rows takes in memory, at most. */
    public static long memory(int rows) {
        return Math.min(LARGEST_PART, (long) rows * LARGE_ROW);
    }

    private Definition definition(String table) {
        return database.read(transaction -> tables.definition(transaction, table));
    }

    @Override
    public String create(String table, Map<String, JsonNode> values, String idempotencyKey) {
        return failing(() -> changes.create(table, values, idempotencyKey));
    }

    @Override
    public void update(
            String table, String id, Map<String, JsonNode> values, String idempotencyKey) {
        failing(() -> changes.update(table, id, values, idempotencyKey));
    }

    @Override
    public Upserted upsert(
            String table,
            List<String> columns,
            Map<String, JsonNode> values,
            String idempotencyKey) {
        return failing(() -> changes.upsert(table, columns, values, idempotencyKey));
    }

    @Override
    public Counted increment(String table, Counter counter, String idempotencyKey) {
        return failing(() -> changes.increment(table, counter, idempotencyKey));
    }

    @Override
    public void delete(String table, String id, String idempotencyKey) {
        failing(() -> changes.delete(table, id, idempotencyKey));
    }

    /**
     * The row of that id with its version, for a person.
     *
     * @throws Refusal.NotFound when there is none
     */
    public StoredRow row(String table, String id) {
        Definition definition = definition(table);
        return database.read(transaction -> RowStore.find(transaction, definition, id))
                .orElseThrow(() -> new Refusal.NotFound("row", id))
                .read()
                .with(definition.table().columns());
    }

    /**
     * Adds a row, for a person; its id.
     *
     * @param also writes more in the same unit
     */
    public String create(String table, Map<String, JsonNode> values, Consumer<Transaction> also) {
        return changes.create(table, values, also);
    }

    /**
     * Changes the row that holds the values of a unique key, or adds it, for a person.
     *
     * @param columns of the key
     * @param also writes more in the same unit
     */
    public Upserted upsert(
            String table,
            List<String> columns,
            Map<String, JsonNode> values,
            Consumer<Transaction> also) {
        return changes.upsert(table, columns, values, also);
    }

    /**
     * Changes some cells of a row, for a person.
     *
     * @param expected the version that they saw; any when empty
     * @param also writes more in the same unit
     * @throws Refusal.NotFound when there is no such row
     * @throws Refusal.Outdated when it has another version
     */
    public void update(
            String table,
            String id,
            Map<String, JsonNode> values,
            Optional<Long> expected,
            Consumer<Transaction> also) {
        changes.update(table, id, values, expected, also);
    }

    /** Removes a row, for a person; as {@link #update}. */
    public void delete(
            String table, String id, Optional<Long> expected, Consumer<Transaction> also) {
        changes.delete(table, id, expected, also);
    }

    @Override
    public int clear(String table, String idempotencyKey) {
        return failing(() -> changes.clear(table, Optional.of(idempotencyKey), transaction -> {}));
    }

    /**
     * Removes all rows at once, for a person.
     *
     * @param also writes more in the same unit
     */
    public void clear(String table, Consumer<Transaction> also) {
        changes.clear(table, Optional.empty(), also);
    }

    @Override
    public void createAll(
            String table,
            List<Map<String, JsonNode>> rows,
            boolean clearing,
            String idempotencyKey) {
        failing(() -> imports.all(table, rows, clearing, idempotencyKey));
    }

    @Override
    public List<Column> schema(String table) {
        return failing(() ->
                definition(table).table().columns().stream()
                        .map(column -> new Column(column.name(), column.type().word()))
                        .toList());
    }

    @Override
    public Optional<TableRows.Row> find(String table, String id) {
        return failing(() -> {
            Definition definition = definition(table);
            return database.read(transaction -> RowStore.find(transaction, definition, id))
                    .map(row -> row.read().shown(definition.table().columns()));
        });
    }

    @Override
    public List<TableRows.Row> search(String table, RowQuery query) {
        return failing(() -> {
            Definition definition = definition(table);
            List<Table.Column> columns = definition.table().columns();
            return matching(definition, query).stream()
                    .skip(Math.max(0, query.offset()))
                    .limit(query.limit())
                    .map(row -> row.shown(columns))
                    .toList();
        });
    }

    /** The first rows in the order of the query, as many as it can show. */
    private List<StoredRow> matching(Definition table, RowQuery query) {
        RowFilter filter = new RowFilter(table.table());
        RowFilter.Match match = filter.match(query.conditions());
        RowReader reader = new RowReader(database, table, query.conditions(), 0, PLACES);
        boolean sorted = query.sort().isPresent();
        Found found = new Found(table.table(), filter.order(query), query);
        RowStore.Following chunk;
        do {
            chunk = reader.next(CHUNK);
            for (Unread unread : chunk.rows()) {
                StoredRow row = unread.read();
                if (match.matches(row)) {
                    found.add(row, unread.cells().length);
                }
            }
        } while (chunk.more() && (sorted || !found.isFull()));
        return found.inOrder();
    }

    /** The first rows of all that were found; the last one on top. */
    private static final class Found {
        private record Sized(StoredRow row, int bytes) {}

        private final Table table;
        private final Comparator<StoredRow> order;
        private final long wanted;
        private final PriorityQueue<Sized> rows;
        private long bytes;

        Found(Table table, Comparator<StoredRow> order, RowQuery query) {
            this.table = table;
            this.order = order;
            this.wanted = (long) Math.max(0, query.offset()) + query.limit();
            this.rows = new PriorityQueue<>(Comparator.comparing(Sized::row, order.reversed()));
        }

        boolean isFull() {
            return rows.size() >= wanted;
        }

        void add(StoredRow row, int size) {
            if (isFull() && (rows.isEmpty() || order.compare(row, rows.peek().row()) > 0)) {
                return;
            }
            rows.add(new Sized(row, size));
            bytes += size;
            if (rows.size() > wanted) {
                bytes -= rows.remove().bytes();
            }
            if (bytes > MAX_FOUND_BYTES) {
                throw new CardFailure.Invalid(
                        "The rows found in the table \""
                                + table.name()
                                + "\" hold more than "
                                + MAX_FOUND_BYTES / 1_000_000
                                + " MB; narrow the filter.");
            }
        }

        List<StoredRow> inOrder() {
            return rows.stream().map(Sized::row).sorted(order).toList();
        }
    }

    @Override
    public Slice slice(String table, List<RowQuery.Condition> conditions, long after, int most) {
        return failing(() -> {
            Part part = list(table, conditions, after, most);
            List<TableRows.Row> rows =
                    part.rows().stream()
                            .map(row ->
                                    new TableRows.Row(
                                            row.id(), row.created(), row.updated(), row.cells()))
                            .toList();
            return new Slice(
                    rows,
                    part.more() ? Optional.of(part.rows().getLast().place()) : Optional.empty());
        });
    }

    @Override
    public List<String> columns(String table) {
        return failing(() ->
                definition(table).table().columns().stream().map(Table.Column::name).toList());
    }

    /** A store that is busy fails the card, which may try again. */
    private static <T> T failing(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreBusy e) {
            throw new CardFailure.Unavailable(e.getMessage());
        }
    }
}
