package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DynamicFields.Source;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.FlowId;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.cards.CsvText;
import io.hookline.flow.cards.SpreadsheetCell;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Dates;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cards that read and change the rows of tables. */
@Connector(id = "stash", name = "Tables", version = "0.7.148", connects = false)
public final class TableCards {
    private static final CustomFields NO_FIELDS = new CustomFields(Map.of());

    private final TableRows rows;

    public TableCards(TableRows rows) {
        this.rows = rows;
    }

    /** What creating a row gives. */
    public record Created(
            @Field(group = "Output", key = "Row ID") @Help("Identifies the new row")
                    String rowId) {}

    @Card(
            id = "stash.createRow",
            title = "Create Row",
            help = "Adds a row to a table.",
            effect = Effect.CHANGE,
            repeat = Repeat.KEYED)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}, "Fields": {"Actor": "ada@example.org"}}\
                    """,
            out =
                    """
                    {"Output": {"Row ID": "00000000-0000-0000-0000-000000000000"}}\
                    """)
    public Created createRow(
            CardContext context,
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to add to")
                    String table,
            @Field(source = Source.TABLE_COLUMNS, group = "Fields")
                    @Help("Values of the new row; a column that is left out takes its default.")
                    CustomFields columns) {
        return new Created(rows.create(table, columns.values(), context.idempotencyKey()));
    }

    /** What was found. */
    public record Found(
            @Field(group = "Row", key = "Row ID") @Help("Identifies the first row")
                    Optional<String> rowId,
            @Field(group = "Row", key = "Created") @Help("When the first row was created")
                    Optional<Instant> created,
            @Field(group = "Row", key = "Updated") @Help("When the first row was last changed")
                    Optional<Instant> updated,
            @Field(group = "Fields", source = Source.TABLE_COLUMNS) @Help("The values of the row.")
                    CustomFields fields,
            @Field(group = "Result", key = "Rows")
                    @Help("All rows found: Row ID, Created, Updated, and the columns")
                    List<ObjectNode> rows,
            @Field(group = "Result", key = "Records Streamed")
                    @Help("How many rows were given to the helper flow, when they are streamed")
                    Optional<Long> streamed) {}

    @Card(
            id = "stash.searchRows2",
            title = "Search Rows",
            help =
                    "Finds rows of a table: the first one, up to 3,500 as a list, or any number one"
                        + " by one with a helper flow. Conditions are applied from left to right"
                        + " and compare by the type of the column.",
            effect = Effect.READ,
            streams = true)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c", "resultSet": "all-new"},
                     "Filter": {"Where Expression": {"expr": [{"lhs": "Actor", "op": "=", "rhs": "ada@example.org", "join": "AND"}]}},
                     "Sort": {"Column": "Created", "Direction": "asc", "Limit": 10}}\
                    """,
            out =
                    """
                    {"Result": {"Rows": [{"Actor": "ada@example.org", "Row ID": "5b1c",
                     "Created": "2026-01-31T09:30:00.000Z", "Updated": "2026-01-31T09:30:00.000Z"}]}}\
                    """)
    public Found searchRows(
            CardContext context,
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to look in")
                    String table,
            @Field(
                            choices = {"one", "all-new", "stream"},
                            whenBlank = "all-new",
                            group = "parameters",
                            key = "resultSet",
                            label = "Result Set")
                    @Help(
                            "one for the first row, all-new for a list, stream to pass each row to"
                                    + " a helper flow as Record, in the order of creation")
                    Optional<String> resultSet,
            RowFilter filter,
            @Field(type = FieldType.COLUMN, group = "Sort", key = "Column")
                    @Help("The column to sort by; the order of creation when blank")
                    Optional<String> sort,
            @Field(
                            choices = {"asc", "desc"},
                            whenBlank = "desc",
                            group = "Sort",
                            key = "Direction")
                    @Help("The direction of sorting")
                    Optional<String> direction,
            @Field(group = "Sort", key = "Limit") @Help("The maximum number of rows")
                    Optional<Integer> limit,
            @Field(whenBlank = "0", group = "Sort", key = "Offset") @Help("How many rows to skip")
                    Optional<Integer> offset,
            @Field(group = "Streaming", key = "Flow")
                    @Help("The helper flow that rows are streamed to")
                    Optional<FlowId> helper) {
        if (resultSet.orElse("").equalsIgnoreCase("stream")) {
            RowStream stream = new RowStream(rows, table, filter.conditions());
            return new Found(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    NO_FIELDS,
                    List.of(),
                    Optional.of(context.stream(stream.pages(limit, sort, offset))));
        }
        boolean first = resultSet.orElse("all-new").equalsIgnoreCase("one");
        List<TableRows.Row> found =
                rows.search(
                        table,
                        new RowQuery(
                                filter.conditions(),
                                sort,
                                !direction.orElse("desc").equalsIgnoreCase("asc"),
                                first ? 1 : limit(limit),
                                offset.orElse(0)));
        return first
                ? first(found)
                : new Found(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        NO_FIELDS,
                        found.stream().map(TableCards::flat).toList(),
                        Optional.empty());
    }

    private static int limit(Optional<Integer> limit) {
        int most = limit.orElse(0);
        return most <= 0 ? RowQuery.MOST : Math.min(most, RowQuery.MOST);
    }

    private static Found first(List<TableRows.Row> found) {
        Optional<TableRows.Row> row = found.stream().findFirst();
        return new Found(
                row.map(TableRows.Row::id),
                row.map(TableRows.Row::created),
                row.map(TableRows.Row::updated),
                row.map(TableCards::fields).orElse(NO_FIELDS),
                List.of(),
                Optional.empty());
    }

    private static CustomFields fields(TableRows.Row row) {
        var values = new LinkedHashMap<String, JsonNode>();
        row.values().properties().forEach(cell -> values.put(cell.getKey(), cell.getValue()));
        return new CustomFields(values);
    }

    /** A row as lists hold it; a column may not hide what identifies it. */
    static ObjectNode flat(TableRows.Row row) {
        ObjectNode flat = row.values().deepCopy();
        flat.put("Row ID", row.id());
        flat.put("Created", Dates.text(row.created()));
        return flat.put("Updated", Dates.text(row.updated()));
    }

    /** One row. */
    public record Read(
            @Field(group = "Row", key = "Created") @Help("When the row was created")
                    Instant created,
            @Field(group = "Row", key = "Updated") @Help("When the row was last changed")
                    Instant updated,
            @Field(group = "Fields", source = Source.TABLE_COLUMNS) @Help("The values of the row.")
                    CustomFields fields) {}

    @Card(
            id = "stash.readRow",
            title = "Read Row",
            help = "Reads one row of a table.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}, "Read By": {"Row ID": "5b1c"}}\
                    """,
            out =
                    """
                    {"Row": {"Created": "2026-01-31T09:30:00.000Z", "Updated": "2026-01-31T09:30:00.000Z"},
                     "Fields": {"Actor": "ada@example.org"}}\
                    """)
    public Read readRow(
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to read")
                    String table,
            @Field(group = "Read By", key = "Row ID") @Help("Which row") String row) {
        TableRows.Row found =
                rows.find(table, row)
                        .orElseThrow(() ->
                                new CardFailure.NotFound(
                                        "The table has no row with the id " + row + "."));
        return new Read(found.created(), found.updated(), fields(found));
    }

    @Card(
            id = "stash.updateRow",
            title = "Update Row",
            help = "Changes columns of a row.",
            effect = Effect.CHANGE,
            repeat = Repeat.KEYED)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}, "Update By": {"Row ID": "5b1c"}, "Fields": {"Actor": "ada@example.org"}}\
                    """,
            out = "{}")
    public void updateRow(
            CardContext context,
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to change")
                    String table,
            @Field(
                            choices = {"Yes", "No"},
                            whenBlank = "No",
                            group = "parameters",
                            key = "updateEmptyInputs",
                            label = "Update Empty Inputs")
                    @Help("Yes to empty the columns of blank inputs, No to leave them as they are")
                    Optional<String> clearing,
            @Field(group = "Update By", key = "Row ID") @Help("Which row") String row,
            @Field(source = Source.TABLE_COLUMNS, group = "Fields") @Help("New values.")
                    CustomFields columns) {
        boolean clears = clearing.orElse("No").equalsIgnoreCase("Yes");
        var values = new LinkedHashMap<String, JsonNode>();
        columns.values()
                .forEach((column, value) -> {
                    if (clears || !Conversion.isBlank(value)) {
                        values.put(column, value);
                    }
                });
        rows.update(table, row, values, context.idempotencyKey());
    }

    @Card(
            id = "stash.deleteRow",
            title = "Delete Row",
            help = "Removes a row; a row that does not exist is ignored.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.KEYED)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}, "Delete By": {"Row ID": "5b1c"}}\
                    """,
            out = "{}")
    public void deleteRow(
            CardContext context,
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to remove it from")
                    String table,
            @Field(group = "Delete By", key = "Row ID") @Help("Which row") String row) {
        rows.delete(table, row, context.idempotencyKey());
    }

    /** What clearing a table gives. */
    public record Cleared(
            @Field(group = "Table", key = "Cleared Rows") @Help("How many rows were removed")
                    int clearedRows) {}

    @Card(
            id = "stash.clearTable",
            title = "Clear Table",
            help = "Removes all rows of a table.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.KEYED)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}}\
                    """,
            out =
                    """
                    {"Table": {"Cleared Rows": 0}}\
                    """)
    public Cleared clearTable(
            CardContext context,
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to empty")
                    String table) {
        return new Cleared(rows.clear(table, context.idempotencyKey()));
    }

    /** A table as a file. */
    public record Exported(
            @Field(group = "CSV", key = "File Content") @Help("The file") FileContent file) {}

    @Card(
            id = "stash.exportToCSV",
            title = "Export to CSV",
            help = "Exports rows of a table as comma-separated values, column names first.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}, "File": {"Filename": "actors.csv"}, "Options": {"Columns": ["Actor"]}}\
                    """,
            out =
                    """
                    {"CSV": {"File Content": {"name": "actors.csv", "contentType": "text/csv",
                     "base64": "QWN0b3IKYWRhQGV4YW1wbGUub3JnCg=="}}}\
                    """)
    public Exported exportToCsv(
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to write")
                    String table,
            @Field(group = "File", key = "Filename") @Help("What the file is called")
                    String filename,
            RowFilter filter,
            @Field(whenBlank = ",", group = "Options", key = "Delimiter")
                    @Help("The separator between values")
                    Optional<String> delimiter,
            @Field(group = "Options", key = "Limit")
                    @Help("The maximum number of rows; all when blank")
                    Optional<Integer> limit,
            @Field(whenBlank = "0", group = "Options", key = "Offset")
                    @Help("How many rows to skip")
                    Optional<Integer> offset,
            @Field(type = FieldType.COLUMN, group = "Options", key = "Columns")
                    @Help("Which columns; all when blank")
                    Optional<List<String>> columns,
            @Field(
                            choices = {"keep", "guard"},
                            whenBlank = "keep",
                            group = "Options",
                            key = "Formulas")
                    @Help(
                            "keep to leave texts as they are, guard to put an apostrophe before"
                                    + " those that a spreadsheet would run: texts that begin with"
                                    + " =, +, -, @, a tab or a carriage return")
                    Optional<String> formulas) {
        boolean guards = formulas.orElse("keep").equalsIgnoreCase("guard");
        List<ObjectNode> found =
                rows
                        .search(
                                table,
                                new RowQuery(
                                        filter.conditions(),
                                        Optional.empty(),
                                        false,
                                        limit.filter(most -> most > 0).orElse(Integer.MAX_VALUE),
                                        offset.orElse(0)))
                        .stream()
                        .map(row -> cells(flat(row), guards))
                        .toList();
        List<String> names =
                columns.filter(given -> !given.isEmpty()).orElseGet(() -> rows.columns(table));
        String text = CsvText.of(found, names, delimiter);
        return new Exported(
                FileContent.of(filename, "text/csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A row as a file has it, from which an import gets the same texts. */
    private static ObjectNode cells(ObjectNode row, boolean guards) {
        row.properties()
                .forEach(cell -> {
                    if (cell.getValue().isTextual()) {
                        String text = cell.getValue().textValue();
                        cell.setValue(
                                TextNode.valueOf(
                                        guards
                                                ? SpreadsheetCell.guarded(text)
                                                : SpreadsheetCell.unguarded(text)));
                    }
                });
        return row;
    }
}
