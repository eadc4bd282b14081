package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.tables.TableRows;
import io.hookline.server.json.Json;

import java.time.Instant;
import java.util.List;

/**
 * A row.
 *
 * @param place in its table, by age
 * @param cells value by column, as they were when it was written
 * @param version counts its changes
 */
public record StoredRow(
        long place, String id, ObjectNode cells, long version, Instant created, Instant updated) {
    /** As cards see it: a cell for each column that the table has now. */
    TableRows.Row shown(List<Table.Column> columns) {
        return new TableRows.Row(id, created, updated, cells(columns));
    }

    /** The same row with a cell for each column that the table has now. */
    StoredRow with(List<Table.Column> columns) {
        return new StoredRow(place, id, cells(columns), version, created, updated);
    }

    private ObjectNode cells(List<Table.Column> columns) {
        ObjectNode values = Json.object();
        for (Table.Column column : columns) {
            values.set(column.name(), column.of(cells));
        }
        return values;
    }
}
