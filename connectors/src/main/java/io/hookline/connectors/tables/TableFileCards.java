package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connector;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.FileContent;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.cards.CsvTable;
import io.hookline.flow.cards.SpreadsheetCell;
import io.hookline.flow.value.TypeMismatch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cards that take a table as a whole: from a file, or what it is made of. */
@Connector(id = "stash", name = "Tables", version = "0.7.148", connects = false)
public final class TableFileCards {
    private static final String FILE = "File Content";

    private final TableRows rows;

    public TableFileCards(TableRows rows) {
        this.rows = rows;
    }

    /** What an import gives. */
    public record Imported(
            @Field(group = "Table", key = "New Rows") @Help("How many rows were added")
                    int newRows) {}

    @Card(
            id = "stash.importFromCSV",
            title = "Import From CSV",
            help =
                    "Adds the rows of a file of comma-separated values to a table. The first row of"
                        + " the file names the columns. Nothing is imported of a file that cannot"
                        + " be read, or when one value does not fit its column.",
            effect = Effect.DESTRUCTIVE,
            repeat = Repeat.KEYED)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}, "Source": {"File Content": {"name": "a.csv",
                     "contentType": "text/csv", "base64": "QWN0b3IKYWRhQGV4YW1wbGUub3JnCg=="}}}\
                    """,
            out =
                    """
                    {"Table": {"New Rows": 1}}\
                    """)
    public Imported importFromCsv(
            CardContext context,
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to add to")
                    Optional<String> table,
            @Field(group = "Destination", key = "Table ID")
                    @Help("The table to add to, when the flow chooses it")
                    Optional<String> chosen,
            @Field(group = "Source", key = FILE) @Help("The file") FileContent file,
            @Field(group = "Options", key = "Select")
                    @Help("Columns with the same name in the file and in the table")
                    Optional<List<String>> select,
            @Field(group = "Options", key = "Mapping")
                    @Help("For other columns, the column of the table by that of the file")
                    Optional<ObjectNode> mapping,
            @Field(group = "Options", key = "Delimiter", whenBlank = ",")
                    @Help("The separator between values")
                    Optional<String> delimiter,
            @Field(group = "Options", key = "Clear Destination", whenBlank = "false")
                    @Help("Whether all rows of the table are removed first")
                    Optional<Boolean> clearing) {
        String destination =
                chosen.or(() -> table)
                        .orElseThrow(() ->
                                new CardFailure.Invalid(
                                        "No table is chosen: the inputs \"Table\" and \"Table ID\""
                                                + " are blank."));
        CsvTable read = CsvTable.read(FILE, text(file), delimiter, true);
        List<String> targets = targets(read, rows.columns(destination), select, mapping);
        List<Map<String, JsonNode>> added = new ArrayList<>(read.lines().size());
        for (List<String> line : read.lines()) {
            var values = new LinkedHashMap<String, JsonNode>();
            for (int i = 0; i < targets.size(); i++) {
                if (!targets.get(i).isEmpty()) {
                    values.put(
                            targets.get(i), TextNode.valueOf(SpreadsheetCell.plain(line.get(i))));
                }
            }
            added.add(values);
        }
        rows.createAll(destination, added, clearing.orElse(false), context.idempotencyKey());
        return new Imported(added.size());
    }

    private static String text(FileContent file) {
        try {
            return new String(file.bytes(), StandardCharsets.UTF_8);
        } catch (TypeMismatch noBase64) {
            throw new CardFailure.Invalid(
                    "The file \"" + file.name() + "\" is not in Base64, as files are.");
        }
    }

    /** For each column of the file the one of the table, or an empty text. */
    private static List<String> targets(
            CsvTable read,
            List<String> columns,
            Optional<List<String>> select,
            Optional<ObjectNode> mapping) {
        var targets = new LinkedHashMap<String, String>();
        select.orElse(List.of()).forEach(name -> targets.put(name, name));
        mapping.ifPresent(given ->
                given.properties()
                        .forEach(entry -> targets.put(entry.getKey(), entry.getValue().asText())));
        if (targets.isEmpty()) {
            read.columns().stream()
                    .filter(columns::contains)
                    .forEach(name -> targets.put(name, name));
        }
        targets.forEach((from, to) -> {
            if (!read.columns().contains(from)) {
                throw new CardFailure.Invalid("The file has no column \"" + from + "\".");
            }
            if (!columns.contains(to)) {
                throw new CardFailure.Invalid("The table has no column \"" + to + "\".");
            }
        });
        return read.columns().stream().map(name -> targets.getOrDefault(name, "")).toList();
    }

    /** What a table is made of. */
    public record Schema(
            @Field(group = "Output", key = "Column Schema", type = FieldType.OBJECT)
                    @Help("For each column its name and type")
                    List<ObjectNode> columns) {}

    @Card(
            id = "stash.readTable",
            title = "Read Table",
            help = "Lists the columns of a table.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}}\
                    """,
            out =
                    """
                    {"Output": {"Column Schema": [{"name": "Actor", "type": "text"}]}}\
                    """)
    public Schema readTable(
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table")
                    String table) {
        return new Schema(
                rows.schema(table).stream()
                        .map(column ->
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("name", column.name())
                                        .put("type", column.type()))
                        .toList());
    }
}
