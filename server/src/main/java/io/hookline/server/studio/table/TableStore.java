package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.http.Page;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.Fields;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

/** The rows of tables. */
public final class TableStore implements TableRows {
    private static final int MAX_ROWS = 100_000;
    private static final int MAX_ROW_BYTES = 1024 * 1024;

    /** Rows that a search looks at in one go, so that no reader lives long. */
    private static final int CHUNK = 500;

    /** What the rows of a slice hold together when it ends before it has as many as asked for. */
    private static final long SLICE_BYTES = 2L * 1024 * 1024;

    /** What the rows of one search may hold together. */
    private static final long MAX_FOUND_BYTES = 32L * 1024 * 1024;

    private static final Sql HAS_ROW =
            Sql.of("SELECT 1 FROM data_row WHERE table_id = :table AND id = :id");
    private static final Sql DOCUMENT = Sql.of("SELECT document FROM data_table WHERE id = :table");
    private static final Sql COUNT_MORE =
            Sql.of(
                    """
                    UPDATE data_table SET row_count = row_count + 1
                    WHERE id = :table AND row_count < :most\
                    """);
    private static final Sql COUNT_LESS =
            Sql.of("UPDATE data_table SET row_count = row_count - :removed WHERE id = :table");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO data_row (table_id, id, cells, created, updated)
                    VALUES (:table, :id, :cells, :now, :now)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE data_row SET cells = :cells, updated = :now
                    WHERE table_id = :table AND id = :id AND cells = :before\
                    """);
    private static final Sql DELETE =
            Sql.of("DELETE FROM data_row WHERE table_id = :table AND id = :id");
    private static final Sql CLEAR = Sql.of("DELETE FROM data_row WHERE table_id = :table");
    private static final Sql FIND =
            Sql.of(
                    """
                    SELECT seq, id, cells, created, updated FROM data_row
                    WHERE table_id = :table AND id = :id\
                    """);
    private static final Sql AFTER =
            Sql.of(
                    """
                    SELECT seq, id, cells, created, updated FROM data_row
                    WHERE table_id = :table AND seq > :after ORDER BY seq LIMIT :limit\
                    """);

    private final Database database;
    private final Tables tables;
    private final InstantSource clock;

    public TableStore(Database database, Tables tables, InstantSource clock) {
        this.database = database;
        this.tables = tables;
        this.clock = clock;
    }

    /**
     * A row.
     *
     * @param seq its place in the table
     * @param cells value by column
     */
    public record Row(long seq, String id, ObjectNode cells, Instant created, Instant updated) {
        private TableRows.Row shown(List<Tables.Column> columns) {
            ObjectNode values = Json.object();
            for (Tables.Column column : columns) {
                JsonNode cell = cells.path(column.name());
                values.set(column.name(), cell.isMissingNode() ? values.nullNode() : cell);
            }
            return new TableRows.Row(id, created, updated, values);
        }
    }

    /** A row whose cells have not been read yet. */
    private record Stored(long seq, String id, byte[] cells, Instant created, Instant updated) {
        private Row read() {
            return new Row(seq, id, Flopack.read(cells), created, updated);
        }
    }

    /** The same key makes the same id, and an id is once in a table. */
    @Override
    public String create(String table, Map<String, JsonNode> values, String idempotencyKey) {
        String id =
                UUID.nameUUIDFromBytes(
                                (table + "\n" + idempotencyKey).getBytes(StandardCharsets.UTF_8))
                        .toString();
        try {
            while (true) {
                // The row is made beside the store's one writer, for the columns read before; when
                // somebody changed them meanwhile, it is made again.
                Definition definition = database.read(tx -> definition(tx, table, id));
                if (definition.hasRow()) {
                    return id;
                }
                byte[] cells = cells(definition.table(), values);
                if (database.write(tx -> created(tx, definition, id, cells))) {
                    return id;
                }
            }
        } catch (StoreBusy e) {
            throw new CardFailure.Unavailable(e.getMessage());
        }
    }

    /**
     * A table and the stored form of its columns, by which a change is seen.
     *
     * @param document bytes as stored
     * @param hasRow whether the row has been made already
     */
    private record Definition(Tables.Table table, byte[] document, boolean hasRow) {}

    private Definition definition(Transaction transaction, String id, String row) {
        Tables.Table table = tables.find(transaction, id).orElseThrow(() -> unknown(id));
        byte[] document = document(transaction, id).orElseThrow(() -> unknown(id));
        return new Definition(table, document, hasRow(transaction, id, row));
    }

    private static boolean hasRow(Transaction transaction, String table, String row) {
        return transaction.prepare(HAS_ROW).text("table", table).text("id", row).exists();
    }

    private static CardFailure unknown(String table) {
        return new CardFailure.NotFound(
                "There is no table with id " + table + "; choose one on the card.");
    }

    private static Optional<byte[]> document(Transaction transaction, String table) {
        return transaction
                .prepare(DOCUMENT)
                .text("table", table)
                .first(row -> row.bytes("document"));
    }

    /** False when the columns are not those any more for which the cells were made. */
    private boolean created(
            Transaction transaction, Definition definition, String id, byte[] cells) {
        String table = definition.table().id();
        if (!isSame(transaction, definition)) {
            return false;
        }
        if (hasRow(transaction, table, id)) {
            return true;
        }
        int counted =
                transaction
                        .prepare(COUNT_MORE)
                        .text("table", table)
                        .number("most", MAX_ROWS)
                        .update();
        if (counted == 0) {
            throw new CardFailure.Rejected(
                    String.format(
                            Locale.ROOT,
                            "The table \"%s\" has %,d rows, the most a table can have; delete"
                                    + " some.",
                            definition.table().name(),
                            MAX_ROWS));
        }
        insert(transaction, table, id, cells);
        return true;
    }

    private static boolean isSame(Transaction transaction, Definition definition) {
        return document(transaction, definition.table().id())
                .filter(now -> Arrays.equals(now, definition.document()))
                .isPresent();
    }

    private void insert(Transaction transaction, String table, String id, byte[] cells) {
        transaction
                .prepare(INSERT)
                .text("table", table)
                .text("id", id)
                .bytes("cells", cells)
                .instant("now", clock.instant())
                .update();
    }

    private static byte[] cells(Tables.Table table, Map<String, JsonNode> values) {
        List<Tables.Column> columns = table.columns();
        ObjectNode cells = Json.object();
        for (Tables.Column column : columns) {
            JsonNode value = values.getOrDefault(column.name(), column.standard());
            cells.set(
                    column.name(),
                    column.type()
                            .convert(value)
                            .orElseThrow(() ->
                                    new CardFailure.Invalid(
                                            "The column \""
                                                    + column.name()
                                                    + "\" of the table \""
                                                    + table.name()
                                                    + "\" holds a "
                                                    + column.type().word()
                                                    + "; "
                                                    + Fields.shown(value)
                                                    + " is none.")));
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

    @Override
    public Optional<TableRows.Row> find(String table, String id) {
        return calm(() -> {
            Optional<Stored> stored =
                    database.read(transaction -> {
                        known(transaction, table);
                        return stored(transaction, table, id);
                    });
            List<Tables.Column> columns = definition(table).columns();
            return stored.map(row -> row.read().shown(columns));
        });
    }

    @Override
    public List<TableRows.Row> search(String table, RowQuery query) {
        return calm(() -> {
            Tables.Table definition = definition(table);
            RowFilter filter = new RowFilter(definition);
            RowFilter.Match match = filter.match(query.conditions());
            long wanted = (long) query.offset() + query.limit();
            boolean all = query.sort().isPresent();
            List<Row> found = new ArrayList<>();
            long bytes = 0;
            long after = 0;
            List<Stored> chunk;
            do {
                long from = after;
                chunk = database.read(transaction -> stored(transaction, table, from, CHUNK));
                for (Stored stored : chunk) {
                    after = stored.seq();
                    Row row = stored.read();
                    if (match.matches(row)) {
                        found.add(row);
                        bytes += stored.cells().length;
                    }
                }
                if (bytes > MAX_FOUND_BYTES) {
                    throw new CardFailure.Invalid(
                            "The rows found in the table \""
                                    + definition.name()
                                    + "\" hold more than 32 MB; narrow the filter.");
                }
            } while (chunk.size() == CHUNK && (all || found.size() < wanted));
            return found.stream()
                    .sorted(filter.order(query))
                    .skip(Math.max(0, query.offset()))
                    .limit(query.limit())
                    .map(row -> row.shown(definition.columns()))
                    .toList();
        });
    }

    @Override
    public Slice slice(String table, List<RowQuery.Condition> conditions, long after, int most) {
        return calm(() -> {
            Tables.Table definition = definition(table);
            RowFilter.Match match = new RowFilter(definition).match(conditions);
            List<TableRows.Row> found = new ArrayList<>();
            long bytes = 0;
            long last = after;
            List<Stored> chunk;
            do {
                long from = last;
                int size = Math.min(CHUNK, conditions.isEmpty() ? most - found.size() : CHUNK);
                chunk = database.read(transaction -> stored(transaction, table, from, size));
                for (Stored stored : chunk) {
                    if (found.size() == most || bytes > SLICE_BYTES) {
                        return new Slice(found, Optional.of(last));
                    }
                    last = stored.seq();
                    Row row = stored.read();
                    if (match.matches(row)) {
                        found.add(row.shown(definition.columns()));
                        bytes += stored.cells().length;
                    }
                }
                if (chunk.size() < size) {
                    return new Slice(found, Optional.empty());
                }
            } while (found.size() < most);
            return new Slice(found, Optional.of(last));
        });
    }

    @Override
    public void update(String table, String id, Map<String, JsonNode> values) {
        calm(() -> {
            boolean done = false;
            while (!done) {
                // As with a new row: made beside the writer, and made again after a change.
                Definition definition = database.read(tx -> definition(tx, table, id));
                Stored before =
                        database.read(tx -> stored(tx, table, id))
                                .orElseThrow(() -> noRow(definition.table(), id));
                Map<String, JsonNode> merged = new HashMap<>();
                before.read()
                        .cells()
                        .properties()
                        .forEach(cell -> merged.put(cell.getKey(), cell.getValue()));
                merged.putAll(values);
                byte[] cells = cells(definition.table(), merged);
                done = database.write(tx -> updated(tx, definition, before, cells));
            }
            return id;
        });
    }

    private static CardFailure noRow(Tables.Table table, String id) {
        return new CardFailure.NotFound(
                "The table \"" + table.name() + "\" has no row with the id " + id + ".");
    }

    private boolean updated(
            Transaction transaction, Definition definition, Stored before, byte[] cells) {
        String table = definition.table().id();
        if (!isSame(transaction, definition)) {
            return false;
        }
        return transaction
                        .prepare(UPDATE)
                        .bytes("cells", cells)
                        .instant("now", clock.instant())
                        .text("table", table)
                        .text("id", before.id())
                        .bytes("before", before.cells())
                        .update()
                == 1;
    }

    @Override
    public void delete(String table, String id) {
        calm(() ->
                database.write(transaction -> {
                    known(transaction, table);
                    int removed =
                            transaction
                                    .prepare(DELETE)
                                    .text("table", table)
                                    .text("id", id)
                                    .update();
                    return lessen(transaction, table, removed);
                }));
    }

    @Override
    public int clear(String table) {
        return calm(() ->
                database.write(transaction -> {
                    known(transaction, table);
                    int removed = transaction.prepare(CLEAR).text("table", table).update();
                    return lessen(transaction, table, removed);
                }));
    }

    private static int lessen(Transaction transaction, String table, int removed) {
        transaction.prepare(COUNT_LESS).number("removed", removed).text("table", table).update();
        return removed;
    }

    @Override
    public List<String> columns(String table) {
        return calm(() -> definition(table).columns().stream().map(Tables.Column::name).toList());
    }

    private Tables.Table definition(String table) {
        return database.read(
                transaction -> tables.find(transaction, table).orElseThrow(() -> unknown(table)));
    }

    private static void known(Transaction transaction, String table) {
        if (document(transaction, table).isEmpty()) {
            throw unknown(table);
        }
    }

    /** A store that is busy fails the card, which may try again. */
    private static <T> T calm(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreBusy e) {
            throw new CardFailure.Unavailable(e.getMessage());
        }
    }

    private static Optional<Stored> stored(Transaction transaction, String table, String id) {
        return transaction
                .prepare(FIND)
                .text("table", table)
                .text("id", id)
                .first(TableStore::stored);
    }

    private static List<Stored> stored(
            Transaction transaction, String table, long after, int limit) {
        return transaction
                .prepare(AFTER)
                .text("table", table)
                .number("after", after)
                .number("limit", limit)
                .list(TableStore::stored);
    }

    private static Stored stored(ResultRow row) {
        return new Stored(
                row.number("seq"),
                row.text("id"),
                row.bytes("cells"),
                row.instant("created"),
                row.instant("updated"));
    }

    /** The rows of a table in the order in which they were made. */
    public List<Row> rows(String table, Page page) {
        List<Stored> stored =
                database.read(transaction -> {
                    tables.get(transaction, table);
                    return stored(transaction, table, page.after(), page.limit() + 1);
                });
        return stored.stream().map(Stored::read).toList();
    }
}
