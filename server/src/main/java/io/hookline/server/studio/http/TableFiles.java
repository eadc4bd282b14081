package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.cards.CsvFile;
import io.hookline.flow.cards.SpreadsheetCell;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.table.ColumnType;
import io.hookline.server.studio.table.RowImports.RowImport;
import io.hookline.server.studio.table.StoredRow;
import io.hookline.server.studio.table.StoredRows;
import io.hookline.server.studio.table.Table;
import io.hookline.server.studio.table.Tables;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of tables as files of comma-separated values. */
final class TableFiles {
    /** How many bytes a file may have that is imported. */
    private static final int MAX_FILE = 64 * 1024 * 1024;

    private static final int PART = 500;
    private static final String CSV = "text/csv";

    private final Tables tables;
    private final StoredRows rows;

    TableFiles(Tables tables, StoredRows rows) {
        this.tables = tables;
        this.rows = rows;
    }

    /** Adds the rows of a file, all or none. */
    Response read(Request request) {
        Query query = request.query();
        query.allowOnly("delimiter", "clear");
        boolean clearing = query.flag("clear").orElse(false);
        CsvFile csv = csv(query);
        Table table = tables.get(request.path("id"));
        if (!request.mediaType().filter(type -> type.type().equals(CSV)).isPresent()) {
            throw new Refusal.Unsupported(
                    Refusal.Unsupported.Fault.UNKNOWN,
                    "Unsupported media type",
                    "A file for a table is sent with Content-Type: " + CSV + ".");
        }
        byte[] file = request.body(MAX_FILE);
        return TableRowApi.refusing(() -> {
            try (RowImport added = rows.imports().begin(table.id(), clearing)) {
                csv.read(new ByteArrayInputStream(file), new Target(table, added));
                requireNone(added.faults());
                added.end(transaction ->
                        tables.report(
                                transaction,
                                request.caller(),
                                "import",
                                "Import rows into table",
                                table));
                return Response.json(Json.object().put("rows", added.rows()));
            }
        });
    }

    private static void requireNone(List<String> faults) {
        if (!faults.isEmpty()) {
            throw new Refusal.Invalid(
                    Refusal.Invalid.Place.BODY,
                    "file",
                    faults.stream().map(fault -> new FieldError("", fault)).toList());
        }
    }

    /** The file of a table is read into it. */
    private static final class Target implements CsvFile.Target {
        private final Table table;
        private final RowImport added;
        private List<String> columns = List.of();

        Target(Table table, RowImport added) {
            this.table = table;
            this.added = added;
        }

        @Override
        public void columns(List<String> names) {
            List<String> known = table.columns().stream().map(Table.Column::name).toList();
            for (int i = 0; i < names.size(); i++) {
                if (!known.contains(names.get(i))) {
                    throw new CardFailure.Invalid(
                            "Line 1, column "
                                    + (i + 1)
                                    + ": the table \""
                                    + table.name()
                                    + "\" has no column \""
                                    + names.get(i)
                                    + "\"; it has "
                                    + String.join(", ", known)
                                    + ".");
                }
            }
            columns = names;
        }

        @Override
        public void row(CsvFile.Line line) {
            Map<String, JsonNode> values = new LinkedHashMap<>();
            for (int i = 0; i < line.values().size(); i++) {
                values.put(
                        columns.get(i),
                        line.values()
                                .get(i)
                                .<JsonNode>map(TextNode::valueOf)
                                .orElse(NullNode.getInstance()));
            }
            added.add("Line " + line.number(), values);
        }
    }

    /** The rows of a table as a file, which is written while it is read. */
    Response write(Request request) {
        Query query = request.query();
        query.allowOnly("delimiter", "where");
        CsvFile csv = csv(query);
        List<Condition> where = TableRowApi.where(query);
        Table table = tables.get(request.path("id"));
        request.makes(StoredRows.memory(PART));
        // What is wrong with the filter is said before the answer begins.
        TableRowApi.checked("where", () -> rows.list(table.id(), where, 0, 1));
        tables.report(request.caller(), "export", "Export rows of table", table);
        return Response.stream(
                        CSV + "; charset=utf-8; header=present",
                        out -> {
                            try (Writer text =
                                    new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                                write(table, where, csv.new Printer(text));
                            }
                        })
                .header("Content-Disposition", "attachment; filename=\"table.csv\"")
                .noStore();
    }

    private void write(Table table, List<Condition> where, CsvFile.Printer file)
            throws IOException {
        List<Table.Column> columns = table.columns();
        file.line(
                columns.stream()
                        .map(column -> Optional.of(SpreadsheetCell.guarded(column.name())))
                        .toList());
        long after = 0;
        boolean more = true;
        while (more) {
            StoredRows.Part part = rows.list(table.id(), where, after, PART);
            for (StoredRow row : part.rows()) {
                file.line(cells(columns, row));
                after = row.place();
            }
            more = part.more();
        }
    }

    private static List<Optional<String>> cells(List<Table.Column> columns, StoredRow row) {
        List<Optional<String>> cells = new ArrayList<>(columns.size());
        for (Table.Column column : columns) {
            JsonNode cell = row.cells().path(column.name());
            cells.add(
                    cell.isNull() || cell.isMissingNode()
                            ? Optional.empty()
                            : Optional.of(
                                    column.type() == ColumnType.TEXT
                                            ? SpreadsheetCell.guarded(cell.asText())
                                            : cell.asText()));
        }
        return cells;
    }

    private static CsvFile csv(Query query) {
        try {
            return new CsvFile(query.text("delimiter"));
        } catch (CardFailure.Invalid e) {
            query.fault("delimiter", "expected one character, no quotation mark or line break.");
            return new CsvFile(Optional.empty());
        }
    }
}
