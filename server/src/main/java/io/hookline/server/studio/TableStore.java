package io.hookline.server.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.http.Json;
import io.hookline.server.http.Page;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of tables. */
final class TableStore implements TableRows {
    private static final int MAX_ROWS = 100_000;
    private static final int MAX_ROW_BYTES = 1024 * 1024;

    private final Database database;
    private final Tables tables;
    private final InstantSource clock;

    TableStore(Database database, Tables tables, InstantSource clock) {
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
    record Row(long seq, String id, ObjectNode cells, Instant created, Instant updated) {}

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

    private Definition definition(Transaction transaction, String id, String row)
            throws SQLException {
        Tables.Table table = tables.find(transaction, id).orElseThrow(() -> unknown(id));
        byte[] document = document(transaction, id).orElseThrow(() -> unknown(id));
        return new Definition(table, document, hasRow(transaction, id, row));
    }

    private static boolean hasRow(Transaction transaction, String table, String row)
            throws SQLException {
        PreparedStatement select =
                transaction.prepare("SELECT 1 FROM data_row WHERE table_id = ? AND id = ?");
        select.setString(1, table);
        select.setString(2, row);
        try (ResultSet found = select.executeQuery()) {
            return found.next();
        }
    }

    private static CardFailure unknown(String table) {
        return new CardFailure.NotFound(
                "There is no table with id " + table + "; choose one on the card.");
    }

    private static Optional<byte[]> document(Transaction transaction, String table)
            throws SQLException {
        PreparedStatement select =
                transaction.prepare("SELECT document FROM data_table WHERE id = ?");
        select.setString(1, table);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    /** False when the columns are not those any more for which the cells were made. */
    private boolean created(Transaction transaction, Definition definition, String id, byte[] cells)
            throws SQLException {
        String table = definition.table().id();
        if (!document(transaction, table)
                .filter(now -> Arrays.equals(now, definition.document()))
                .isPresent()) {
            return false;
        }
        if (hasRow(transaction, table, id)) {
            return true;
        }
        PreparedStatement count =
                transaction.prepare(
                        "UPDATE data_table SET row_count = row_count + 1"
                                + " WHERE id = ? AND row_count < ?");
        count.setString(1, table);
        count.setInt(2, MAX_ROWS);
        if (count.executeUpdate() == 0) {
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

    private void insert(Transaction transaction, String table, String id, byte[] cells)
            throws SQLException {
        PreparedStatement insert =
                transaction.prepare(
                        "INSERT INTO data_row (table_id, id, cells, created, updated)"
                                + " VALUES (?, ?, ?, ?, ?)");
        insert.setString(1, table);
        insert.setString(2, id);
        insert.setBytes(3, cells);
        insert.setLong(4, clock.millis());
        insert.setLong(5, clock.millis());
        insert.executeUpdate();
    }

    private static byte[] cells(Tables.Table table, Map<String, JsonNode> values) {
        List<Tables.Column> columns = table.columns();
        for (String name : values.keySet()) {
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                throw new CardFailure.NotFound(
                        "The table \"" + table.name() + "\" has no column \"" + name + "\".");
            }
        }
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

    /** The rows of a table in the order in which they were made. */
    List<Row> rows(String table, Page page) {
        return database.read(transaction -> {
            tables.get(transaction, table);
            return transaction
                    .jdbi()
                    .createQuery(
                            "SELECT * FROM data_row WHERE table_id = ? AND seq > ?"
                                    + " ORDER BY seq LIMIT ?")
                    .bind(0, table)
                    .bind(1, page.after())
                    .bind(2, page.limit() + 1)
                    .map((row, context) ->
                            new Row(
                                    row.getLong("seq"),
                                    row.getString("id"),
                                    Flopack.read(row.getBytes("cells")),
                                    Instant.ofEpochMilli(row.getLong("created")),
                                    Instant.ofEpochMilli(row.getLong("updated"))))
                    .list();
        });
    }
}
