package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;

/** The rows of tables, as the table cards need them; the server implements it on its store. */
public interface TableRows {
    /**
     * Adds a row; the same key adds it once.
     *
     * @param table id of the table
     * @param values value by column name; a column that the table no longer has is left out, other
     *     columns take their default
     * @param idempotencyKey identifies the effect
     * @return the row's id
     * @throws io.hookline.flow.card.CardFailure.NotFound when there is no such table
     */
    String create(String table, Map<String, JsonNode> values, String idempotencyKey);
}
