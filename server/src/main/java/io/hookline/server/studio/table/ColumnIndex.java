package io.hookline.server.studio.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.server.json.Json;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An index of a column, or of several together.
 *
 * @param columns one or more
 * @param unique whether two rows may not hold the same; those with a blank cell there may
 * @param ready whether it has all rows, so that searches can use it
 */
record ColumnIndex(long id, List<Table.Column> columns, boolean unique, boolean ready) {
    private static final Sql LIST =
            Sql.of(
                    "SELECT id, column_name, further, is_unique, state FROM data_index"
                            + " WHERE table_id = :table AND state <> 'DROPPED' ORDER BY id");
    private static final Sql ADD =
            Sql.of(
                    "INSERT INTO data_index (table_id, column_name, further, is_unique, state)"
                            + " VALUES (:table, :column, :further, :unique, :state)"
                            + " RETURNING id");
    private static final Sql STATE = Sql.of("UPDATE data_index SET state = :state WHERE id = :id");
    private static final Sql DROP_ALL =
            Sql.of("UPDATE data_index SET state = 'DROPPED' WHERE table_id = :table");
    private static final Sql DROP_UNFINISHED =
            Sql.of("UPDATE data_index SET state = 'DROPPED' WHERE state = 'BUILDING'");

    private static final Sql TAKEN =
            Sql.of(
                    "SELECT row FROM data_index_entry WHERE index_id = :index AND value = :value"
                            + " AND row > :floor AND row <> :row LIMIT 1");
    private static final Sql HAS =
            Sql.of("SELECT 1 FROM data_index_entry WHERE row = :row AND index_id = :index");
    private static final Sql ENTER =
            Sql.of(
                    "INSERT INTO data_index_entry (index_id, value, row)"
                            + " VALUES (:index, :value, :row)");
    private static final Sql LEAVE = Sql.of("DELETE FROM data_index_entry WHERE row = :row");
    private static final Sql LEAVE_ONE =
            Sql.of("DELETE FROM data_index_entry WHERE row = :row AND index_id = :index");

    /** The indexes of a table, among them those that do not have all rows yet. */
    static List<ColumnIndex> of(Transaction transaction, Table table) {
        List<Table.Column> columns = table.columns();
        return transaction
                .prepare(LIST)
                .text("table", table.id())
                .list(row ->
                        new ColumnIndex(
                                row.number("id"),
                                names(row).map(name -> column(columns, name)).toList(),
                                row.flag("is_unique"),
                                row.text("state").equals("READY")));
    }

    private static Stream<String> names(ResultRow row) {
        return Stream.concat(
                Stream.of(row.text("column_name")),
                row.optionalText("further").stream().flatMap(ColumnIndex::texts));
    }

    private static Stream<String> texts(String list) {
        try {
            return Json.MAPPER.readTree(list).valueStream().map(JsonNode::asText);
        } catch (JsonProcessingException mistake) {
            throw new UncheckedIOException(mistake);
        }
    }

    /** One that is built for a column to come: until then every row is blank there. */
    private static Table.Column column(List<Table.Column> columns, String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseGet(() ->
                        new Table.Column(
                                name,
                                ColumnType.TEXT,
                                NullNode.getInstance(),
                                Table.Indexing.NONE));
    }

    /** Adds an index that a table asks for; its id. */
    static long add(Transaction transaction, String table, Table.Declared declared, boolean ready) {
        List<String> names = declared.columns().stream().map(Table.Column::name).toList();
        return transaction
                .prepare(ADD)
                .text("table", table)
                .text("column", names.getFirst())
                .text("further", further(names.subList(1, names.size())))
                .flag("unique", declared.unique())
                .text("state", ready ? "READY" : "BUILDING")
                .one(row -> row.number("id"));
    }

    private static Optional<String> further(List<String> names) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        names.forEach(list::add);
        return names.isEmpty() ? Optional.empty() : Optional.of(list.toString());
    }

    /** The names of its columns. */
    List<String> names() {
        return columns.stream().map(Table.Column::name).toList();
    }

    /** The one column, or the first one. */
    Table.Column column() {
        return columns.getFirst();
    }

    /** Says that it has all rows. */
    void finish(Transaction transaction) {
        transaction.prepare(STATE).text("state", "READY").number("id", id).update();
    }

    void drop(Transaction transaction) {
        transaction.prepare(STATE).text("state", "DROPPED").number("id", id).update();
    }

    static void dropAll(Transaction transaction, String table) {
        transaction.prepare(DROP_ALL).text("table", table).update();
    }

    /** Gives up what a process that has ended was building. */
    static void dropUnfinished(Transaction transaction) {
        transaction.prepare(DROP_UNFINISHED).update();
    }

    /** Whether it is what a table asks for. */
    boolean isAsDeclared(Table.Declared declared) {
        return declared.unique() == unique && kinds(declared.columns()).equals(kinds(columns));
    }

    private static List<Map.Entry<String, ColumnType>> kinds(List<Table.Column> columns) {
        return columns.stream().map(column -> Map.entry(column.name(), column.type())).toList();
    }

    /**
     * What an index holds of a row, made before the writer is asked.
     *
     * @param value the key; its array must not change
     * @param blank whether the cell is, so that others may hold the same
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(ColumnIndex index, byte[] value, boolean blank) {
        /**
         * @throws CardFailure.Rejected when another row has that value, and none other may
         */
        void enter(Transaction transaction, Definition table, long row) {
            if (index.unique() && !blank && isTaken(transaction, table, row)) {
                throw index.taken(table.table());
            }
            transaction
                    .prepare(ENTER)
                    .number("index", index.id())
                    .bytes("value", value)
                    .number("row", row)
                    .update();
        }

        /** As {@link #enter}, unless the row has an entry already. */
        void enterOnce(Transaction transaction, Definition table, long row) {
            if (!transaction.prepare(HAS).number("row", row).number("index", index.id()).exists()) {
                enter(transaction, table, row);
            }
        }

        /** Takes the place of what the row held before. */
        void replace(Transaction transaction, Definition table, long row) {
            transaction.prepare(LEAVE_ONE).number("row", row).number("index", index.id()).update();
            enter(transaction, table, row);
        }

        private boolean isTaken(Transaction transaction, Definition table, long row) {
            return transaction
                    .prepare(TAKEN)
                    .number("index", index.id())
                    .bytes("value", value)
                    .number("floor", table.floor())
                    .number("row", row)
                    .exists();
        }
    }

    private CardFailure taken(Table table) {
        return new CardFailure.Rejected(
                columns.size() == 1
                        ? "The column \""
                                + column().name()
                                + "\" of the table \""
                                + table.name()
                                + "\" is unique, and another row holds the same value."
                        : "The columns "
                                + quoted(names())
                                + " of the table \""
                                + table.name()
                                + "\" are unique together, and another row holds the same"
                                + " values.");
    }

    static String quoted(List<String> names) {
        return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    /**
     * The entries of values that must not be blank.
     *
     * @param values one for each column
     * @throws CardFailure.Invalid when one is, or when its column cannot hold it
     */
    RowPlan.Part.Same same(Table table, Map<String, JsonNode> values) {
        List<IndexKey> keys =
                columns.stream()
                        .map(column -> key(table, column, values.get(column.name())))
                        .toList();
        return new RowPlan.Part.Same(id, together(keys));
    }

    private static IndexKey key(Table table, Table.Column column, JsonNode value) {
        return column.type()
                .convert(value)
                .map(cell -> IndexKey.of(column.type(), cell))
                .filter(known -> !known.isBlank())
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "A row of the table \""
                                        + table.name()
                                        + "\" is found by the column \""
                                        + column.name()
                                        + "\", which holds a "
                                        + column.type().word()
                                        + "; "
                                        + Json.shown(value)
                                        + " is none, or is blank."));
    }

    private static byte[] together(List<IndexKey> keys) {
        return keys.size() == 1 ? keys.getFirst().bytes() : IndexKey.together(keys);
    }

    /** What the index holds of a row with those cells. */
    Entry entry(ObjectNode cells) {
        List<IndexKey> keys =
                columns.stream()
                        .map(column -> IndexKey.of(column.type(), column.of(cells)))
                        .toList();
        return new Entry(this, together(keys), keys.stream().anyMatch(IndexKey::isBlank));
    }

    /** Removes all that indexes hold of a row. */
    static void leave(Transaction transaction, long row) {
        transaction.prepare(LEAVE).number("row", row).update();
    }
}
