package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardFailure;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.table.RowStore.Unread;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The rows of tables, for cards and for the API. */
public final class StoredRows implements TableRows {
    private static final int MAX_ROWS = 100_000;
    private static final int MAX_ROW_BYTES = 1024 * 1024;

    /** Rows that are stored in one unit. */
    private static final int ROWS_OF_A_UNIT = 200;

    /** Rows that a search looks at in one go, so that no reader lives long. */
    private static final int CHUNK = 500;

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
    private final InstantSource clock;

    public StoredRows(Database database, Tables tables, InstantSource clock) {
        this.database = database;
        this.tables = tables;
        this.clock = clock;
    }

    /**
     * The rows of a table after that place, in the order in which they were made: as many as asked
     * for, or fewer when they are large.
     */
    public Part list(String table, long after, int limit) {
        RowStore.Following following =
                database.read(transaction -> {
                    tables.get(transaction, table);
                    // One beyond the part tells whether there is a next one.
                    return RowStore.after(transaction, table, after, limit + 1);
                });
        return new Part(
                following.rows().stream().limit(limit).map(Unread::read).toList(),
                following.more());
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

    /** The same key makes the same id, and an id is once in a table. */
    @Override
    public String create(String table, Map<String, JsonNode> values, String idempotencyKey) {
        String id = id(table, idempotencyKey);
        return failing(() -> {
            boolean done = false;
            while (!done) {
                // The row is made before the store's one writer is asked, for the columns read
                // here; when somebody changed them meanwhile, it is made again.
                Optional<Definition> definition =
                        database.read(transaction ->
                                RowStore.exists(transaction, table, id)
                                        ? Optional.empty()
                                        : Optional.of(definition(transaction, table)));
                done = definition.isEmpty() || created(definition.get(), id, values);
            }
            return id;
        });
    }

    /**
     * A table and the stored form of its columns, by which a change is seen.
     *
     * @param columns bytes as stored
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Definition(Table table, byte[] columns) {
        boolean isStillSo(Transaction transaction) {
            return RowStore.columns(transaction, table.id())
                    .filter(now -> Arrays.equals(now, columns))
                    .isPresent();
        }
    }

    private Definition definition(Transaction transaction, String id) {
        Table table = tables.find(transaction, id).orElseThrow(() -> unknown(id));
        byte[] columns = RowStore.columns(transaction, id).orElseThrow(() -> unknown(id));
        return new Definition(table, columns);
    }

    private static CardFailure unknown(String table) {
        return new CardFailure.NotFound(
                "There is no table with id " + table + "; choose one on the card.");
    }

    private boolean created(Definition definition, String id, Map<String, JsonNode> values) {
        byte[] cells = cells(definition.table(), values);
        return database.write(transaction -> created(transaction, definition, id, cells));
    }

    /** False when the columns have changed since the cells were made for them. */
    private boolean created(
            Transaction transaction, Definition definition, String id, byte[] cells) {
        String table = definition.table().id();
        if (!definition.isStillSo(transaction)) {
            return false;
        }
        if (RowStore.exists(transaction, table, id)) {
            return true;
        }
        if (!RowStore.countOneMore(transaction, table, MAX_ROWS)) {
            throw full(definition.table());
        }
        RowStore.insert(transaction, table, id, cells, clock.instant());
        return true;
    }

    private static String id(String table, String idempotencyKey) {
        return UUID.nameUUIDFromBytes(
                        (table + "\n" + idempotencyKey).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static CardFailure full(Table table) {
        return new CardFailure.Rejected(
                String.format(
                        Locale.ROOT,
                        "The table \"%s\" would have more than %,d rows, the most a table can have;"
                                + " delete some.",
                        table.name(),
                        MAX_ROWS));
    }

    /**
     * All cells are made before the first row is stored. The rows are stored in several units, so
     * that nobody waits long for the one writer; their ids follow from the key, so that the same
     * call adds what a crash left out.
     */
    @Override
    public void createAll(
            String table,
            List<Map<String, JsonNode>> rows,
            boolean clearing,
            String idempotencyKey) {
        failing(() -> {
            Table definition = table(table);
            List<byte[]> cells = rows.stream().map(row -> cells(definition, row)).toList();
            long room = MAX_ROWS - (clearing ? 0 : others(table, idempotencyKey, rows.size()));
            if (cells.size() > room) {
                throw full(definition);
            }
            if (clearing) {
                clear(table);
            }
            for (int from = 0; from < cells.size(); from += ROWS_OF_A_UNIT) {
                int first = from;
                List<byte[]> some =
                        cells.subList(first, Math.min(first + ROWS_OF_A_UNIT, cells.size()));
                database.write(transaction -> {
                    for (int i = 0; i < some.size(); i++) {
                        String id = id(table, idempotencyKey + "/" + (first + i));
                        insert(transaction, definition, id, some.get(i));
                    }
                    return first;
                });
            }
            return table;
        });
    }

    /** How many rows a table has beside those that this key made. */
    private long others(String table, String idempotencyKey, int rows) {
        return database.read(transaction -> {
            long made = 0;
            while (made < rows
                    && RowStore.exists(
                            transaction, table, id(table, idempotencyKey + "/" + made))) {
                made++;
            }
            return RowStore.count(transaction, table) - made;
        });
    }

    private void insert(Transaction transaction, Table table, String id, byte[] cells) {
        if (RowStore.exists(transaction, table.id(), id)) {
            return;
        }
        if (!RowStore.countOneMore(transaction, table.id(), MAX_ROWS)) {
            throw full(table);
        }
        RowStore.insert(transaction, table.id(), id, cells, clock.instant());
    }

    @Override
    public List<Column> schema(String table) {
        return failing(() ->
                table(table).columns().stream()
                        .map(column -> new Column(column.name(), column.type().word()))
                        .toList());
    }

    private static byte[] cells(Table table, Map<String, JsonNode> values) {
        ObjectNode cells = Json.object();
        for (Table.Column column : table.columns()) {
            JsonNode value = values.getOrDefault(column.name(), column.standard());
            cells.set(
                    column.name(),
                    column.type().convert(value).orElseThrow(() -> misfit(table, column, value)));
        }
        byte[] bytes = Json.bytes(cells);
        if (bytes.length > MAX_ROW_BYTES) {
            throw new CardFailure.Invalid(
                    "A row of the table \""
                            + table.name()
                            + "\" can hold 1 MB; this one has more.");
        }
        return bytes;
    }

    private static CardFailure misfit(Table table, Table.Column column, JsonNode value) {
        return new CardFailure.Invalid(
                "The column \""
                        + column.name()
                        + "\" of the table \""
                        + table.name()
                        + "\" holds a "
                        + column.type().word()
                        + "; "
                        + Json.shown(value)
                        + " is none.");
    }

    @Override
    public Optional<TableRows.Row> find(String table, String id) {
        return failing(() -> {
            Optional<Unread> found =
                    database.read(transaction -> {
                        requireTable(transaction, table);
                        return RowStore.find(transaction, table, id);
                    });
            List<Table.Column> columns = table(table).columns();
            return found.map(row -> row.read().shown(columns));
        });
    }

    @Override
    public List<TableRows.Row> search(String table, RowQuery query) {
        return failing(() -> {
            Table definition = table(table);
            RowFilter filter = new RowFilter(definition);
            return matching(definition, filter.match(query.conditions()), query).stream()
                    .sorted(filter.order(query))
                    .skip(Math.max(0, query.offset()))
                    .limit(query.limit())
                    .map(row -> row.shown(definition.columns()))
                    .toList();
        });
    }

    /** All that match if they are to be sorted, else as many as the query can show. */
    private List<StoredRow> matching(Table table, RowFilter.Match match, RowQuery query) {
        long wanted = (long) query.offset() + query.limit();
        boolean all = query.sort().isPresent();
        List<StoredRow> found = new ArrayList<>();
        long bytes = 0;
        long after = 0;
        RowStore.Following chunk;
        do {
            chunk = chunk(table.id(), after, CHUNK);
            for (Unread unread : chunk.rows()) {
                after = unread.place();
                StoredRow row = unread.read();
                if (match.matches(row)) {
                    found.add(row);
                    bytes += unread.cells().length;
                }
            }
            if (bytes > MAX_FOUND_BYTES) {
                throw new CardFailure.Invalid(
                        "The rows found in the table \""
                                + table.name()
                                + "\" hold more than "
                                + MAX_FOUND_BYTES / 1_000_000
                                + " MB; narrow the filter.");
            }
        } while (chunk.more() && (all || found.size() < wanted));
        return found;
    }

    private RowStore.Following chunk(String table, long after, int size) {
        return database.read(transaction -> RowStore.after(transaction, table, after, size));
    }

    @Override
    public Slice slice(String table, List<RowQuery.Condition> conditions, long after, int most) {
        return failing(() -> {
            Table definition = table(table);
            RowFilter.Match match = new RowFilter(definition).match(conditions);
            List<TableRows.Row> found = new ArrayList<>();
            long bytes = 0;
            long last = after;
            do {
                int size = Math.min(CHUNK, conditions.isEmpty() ? most - found.size() : CHUNK);
                RowStore.Following chunk = chunk(table, last, size);
                for (Unread unread : chunk.rows()) {
                    if (found.size() == most || bytes > SLICE_BYTES) {
                        return new Slice(found, Optional.of(last));
                    }
                    last = unread.place();
                    StoredRow row = unread.read();
                    if (match.matches(row)) {
                        found.add(row.shown(definition.columns()));
                        bytes += unread.cells().length;
                    }
                }
                if (!chunk.more()) {
                    return new Slice(found, Optional.empty());
                }
            } while (found.size() < most);
            return new Slice(found, Optional.of(last));
        });
    }

    @Override
    public void update(String table, String id, Map<String, JsonNode> values) {
        failing(() -> {
            boolean done = false;
            while (!done) {
                // As with a new row: made before the writer is asked, and again after a change.
                Definition definition =
                        database.read(transaction -> definition(transaction, table));
                Unread before =
                        database.read(transaction -> RowStore.find(transaction, table, id))
                                .orElseThrow(() -> noRow(definition.table(), id));
                byte[] cells = cells(definition.table(), merged(before, values));
                done =
                        database.write(transaction ->
                                definition.isStillSo(transaction)
                                        && RowStore.update(
                                                transaction,
                                                table,
                                                before,
                                                cells,
                                                clock.instant()));
            }
            return id;
        });
    }

    private static Map<String, JsonNode> merged(Unread before, Map<String, JsonNode> values) {
        Map<String, JsonNode> merged = new HashMap<>();
        before.read()
                .cells()
                .properties()
                .forEach(cell -> merged.put(cell.getKey(), cell.getValue()));
        merged.putAll(values);
        return merged;
    }

    private static CardFailure noRow(Table table, String id) {
        return new CardFailure.NotFound(
                "The table \"" + table.name() + "\" has no row with the id " + id + ".");
    }

    @Override
    public void delete(String table, String id) {
        failing(() ->
                database.write(transaction -> {
                    requireTable(transaction, table);
                    RowStore.delete(transaction, table, id);
                    return id;
                }));
    }

    @Override
    public int clear(String table) {
        return failing(() ->
                database.write(transaction -> {
                    requireTable(transaction, table);
                    return RowStore.deleteAll(transaction, table);
                }));
    }

    @Override
    public List<String> columns(String table) {
        return failing(() -> table(table).columns().stream().map(Table.Column::name).toList());
    }

    private Table table(String id) {
        return database.read(
                transaction -> tables.find(transaction, id).orElseThrow(() -> unknown(id)));
    }

    private static void requireTable(Transaction transaction, String table) {
        if (RowStore.columns(transaction, table).isEmpty()) {
            throw unknown(table);
        }
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
