package io.hookline.server.studio.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.server.json.Json;
import io.hookline.server.studio.table.RowStore.Ready;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes rows ready to be stored, on the thread of whoever wants them. */
final class RowMaker {
    /** The most rows that a table has. */
    static final int MOST_ROWS = 1_000_000;

    private static final int MOST_BYTES = 1024 * 1024;

    private RowMaker() {}

    /**
     * A row with those values; columns that are left out take their default, values of other
     * columns are left out.
     *
     * @throws CardFailure.Invalid when a value does not fit its column
     */
    static Ready ready(Definition definition, String id, Map<String, JsonNode> values) {
        Table table = definition.table();
        ObjectNode cells = Json.object();
        for (Table.Column column : table.columns()) {
            JsonNode value = values.getOrDefault(column.name(), column.standard());
            cells.set(
                    column.name(),
                    column.type().convert(value).orElseThrow(() -> misfit(table, column, value)));
        }
        byte[] bytes = Json.bytes(cells);
        if (bytes.length > MOST_BYTES) {
            throw new CardFailure.Invalid(
                    "A row of the table \""
                            + table.name()
                            + "\" can hold 1 MB; this one has more.");
        }
        return RowStore.ready(definition, id, cells, bytes);
    }

    /** The row with some values changed. */
    static Ready changed(Definition definition, StoredRow before, Map<String, JsonNode> values) {
        Map<String, JsonNode> merged = new HashMap<>();
        for (Table.Column column : definition.table().columns()) {
            if (before.cells().has(column.name())) {
                merged.put(column.name(), column.of(before.cells()));
            }
        }
        merged.putAll(values);
        return ready(definition, before.id(), merged);
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

    static CardFailure full(Table table) {
        return new CardFailure.Rejected(
                String.format(
                        Locale.ROOT,
                        "The table \"%s\" would have more than %,d rows, the most a table can have;"
                                + " delete some.",
                        table.name(),
                        MOST_ROWS));
    }
}
