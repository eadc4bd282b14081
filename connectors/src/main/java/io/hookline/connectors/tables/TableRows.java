package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of tables, as the table cards need them; the server implements it on its store. Each
 * method throws {@link io.hookline.flow.card.CardFailure.NotFound} when there is no such table.
 */
public interface TableRows {
    /**
     * A row.
     *
     * @param values by column, in the order of the columns
     */
    record Row(String id, Instant created, Instant updated, ObjectNode values) {}

    /**
     * Adds a row; the same key adds it once.
     *
     * @param table id of the table
     * @param values value by column name; a column that the table no longer has is left out, other
     *     columns take their default
     * @param idempotencyKey identifies the effect
     * @return the row's id
     */
    String create(String table, Map<String, JsonNode> values, String idempotencyKey);

    /** The row of that id. */
    Optional<Row> find(String table, String id);

    /**
     * The rows that match.
     *
     * @throws io.hookline.flow.card.CardFailure.Invalid when a condition does not fit its column
     */
    List<Row> search(String table, RowQuery query);

    /**
     * Some of the rows that match, in the order in which they were made.
     *
     * @param last where the next ones begin, for {@link TableRows#slice}; empty when there are none
     */
    record Slice(List<Row> rows, Optional<Long> last) {
        public Slice {
            rows = List.copyOf(rows);
        }
    }

    /**
     * The next rows that match, a bounded amount of them; there may be more although it has fewer
     * than asked for.
     *
     * @param after where the slice before ended; 0 for the first
     * @throws io.hookline.flow.card.CardFailure.Invalid when a condition does not fit its column
     */
    Slice slice(String table, List<RowQuery.Condition> conditions, long after, int most);

    /**
     * Adds rows, when all of them fit the columns. The same key adds them once.
     *
     * @param rows values by column name; columns that are left out take their default
     * @param clearing whether all rows that were there are removed first
     * @param idempotencyKey identifies the effect
     */
    void createAll(
            String table,
            List<Map<String, JsonNode>> rows,
            boolean clearing,
            String idempotencyKey);

    /**
     * A column.
     *
     * @param type the word for what it holds
     */
    record Column(String name, String type) {}

    /** The columns, in order. */
    List<Column> schema(String table);

    /**
     * Sets some columns of a row; one that the table no longer has is left out.
     *
     * @param idempotencyKey identifies the effect, which happens once
     * @throws io.hookline.flow.card.CardFailure.NotFound when there is no such row
     */
    void update(String table, String id, Map<String, JsonNode> values, String idempotencyKey);

    /**
     * Which row was written.
     *
     * @param created whether it is new
     */
    record Upserted(String id, boolean created) {}

    /**
     * Sets columns of the row that holds the same values in the columns of a unique key, or adds
     * one when there is none: nobody comes between.
     *
     * @param columns those of the key; their values are among the values
     * @param idempotencyKey identifies the effect, which happens once
     * @throws io.hookline.flow.card.CardFailure.Invalid when the columns are no unique key, or a
     *     value of it is blank
     */
    Upserted upsert(
            String table,
            List<String> columns,
            Map<String, JsonNode> values,
            String idempotencyKey);

    /**
     * What is counted.
     *
     * @param column the unique one by which the row is found
     * @param key what the row holds there
     * @param counted the column of numbers
     * @param by how much is added
     * @param values of other columns, to set with it
     */
    record Counter(
            String column,
            JsonNode key,
            String counted,
            BigDecimal by,
            Map<String, JsonNode> values) {
        public Counter {
            values = Map.copyOf(values);
        }
    }

    /**
     * What was counted.
     *
     * @param value after it
     * @param created whether the row is new
     */
    record Counted(String id, JsonNode value, boolean created) {}

    /**
     * Adds to a number of a row, which is made when there is none: every addition counts, however
     * many are made at once.
     *
     * @param idempotencyKey identifies the effect, which happens once
     * @throws io.hookline.flow.card.CardFailure.Invalid when the one column is not unique, its
     *     value is blank, or the other one holds no numbers
     */
    Counted increment(String table, Counter counter, String idempotencyKey);

    /** Removes a row, once; a row that does not exist is ignored. */
    void delete(String table, String id, String idempotencyKey);

    /** Removes all rows, once; how many there were. */
    int clear(String table, String idempotencyKey);

    /** The names of the columns, in order. */
    List<String> columns(String table);
}
