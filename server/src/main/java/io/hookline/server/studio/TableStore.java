package io.hookline.server.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.http.Json;
import io.hookline.server.http.Page;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
        return database.write(transaction -> create(transaction, table, values, id));
    }

    private String create(
            Transaction transaction, String tableId, Map<String, JsonNode> values, String id)
            throws Exception {
        Tables.Table table =
                tables.find(transaction, tableId)
                        .orElseThrow(() ->
                                new CardFailure.NotFound(
                                        "There is no table with id "
                                                + tableId
                                                + "; choose one on the card."));
        PreparedStatement known =
                transaction.prepare("SELECT 1 FROM data_row WHERE table_id = ? AND id = ?");
        known.setString(1, tableId);
        known.setString(2, id);
        try (var found = known.executeQuery()) {
            if (found.next()) {
                return id;
            }
        }
        if (table.rows() >= MAX_ROWS) {
            throw new CardFailure.Rejected(
                    String.format(
                            java.util.Locale.ROOT,
                            "The table \"%s\" has %,d rows, the most a table can have; delete"
                                    + " some.",
                            table.name(),
                            MAX_ROWS));
        }
        byte[] cells = Json.bytes(cells(table, values));
        if (cells.length > MAX_ROW_BYTES) {
            throw new CardFailure.Invalid(
                    "A row of the table \""
                            + table.name()
                            + "\" can hold 1 MB; this one has more.");
        }
        insert(transaction, tableId, id, cells);
        return id;
    }

    private void insert(Transaction transaction, String table, String id, byte[] cells)
            throws Exception {
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
        PreparedStatement count =
                transaction.prepare("UPDATE data_table SET row_count = row_count + 1 WHERE id = ?");
        count.setString(1, table);
        count.executeUpdate();
    }

    private static ObjectNode cells(Tables.Table table, Map<String, JsonNode> values) {
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
        return cells;
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
