package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Cards that read and write comma-separated values. */
@Category(Category.CSV)
final class CsvCards {
    private static final int MOST_ROWS = 100_000;
    private static final int MOST_VALUES = 1_000_000;

    private CsvCards() {}

    record Parsed(
            @Help("An object for each row, its values by column; all values are text")
                    ArrayNode rows,
            @Help("The columns, in order") List<String> columns) {}

    @Card(
            id = "csv.parse",
            title = "Parse CSV",
            help =
                    "Reads comma-separated values as a list of objects. Values may be "
                            + "quoted; blank lines are skipped.")
    @Example(
            in =
                    """
                    {"string": "id,name\\n1,\\"King, Ada\\"\\n\\n2,Bob\\n", "header": true}\
                    """,
            out =
                    """
                    {"rows": [{"id": "1", "name": "King, Ada"}, {"id": "2", "name": "Bob"}], "columns": ["id", "name"]}\
                    """)
    @Example(
            in =
                    """
                    {"string": "1;x\\n2", "delimiter": ";", "header": false}\
                    """,
            out =
                    """
                    {"rows": [{"1": "1", "2": "x"}, {"1": "2", "2": ""}], "columns": ["1", "2"]}\
                    """)
    static Parsed parse(
            @Field(type = FieldType.MULTILINE_TEXT) @Help("The text") Optional<String> string,
            @Field(whenBlank = ",") @Help("The separator between values, one character")
                    Optional<String> delimiter,
            @Field(whenBlank = "true")
                    @Help(
                            "Whether the first row names the columns; if not, they are numbered"
                                    + " from 1")
                    Optional<Boolean> header) {
        List<List<String>> lines = lines(string.orElse(""), CsvText.format(delimiter));
        boolean named = header.orElse(true);
        List<String> columns = columns(lines, named);
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (List<String> line :
                named && !lines.isEmpty() ? lines.subList(1, lines.size()) : lines) {
            if (line.size() > columns.size()) {
                throw new CardFailure.Invalid(
                        "Row "
                                + (rows.size() + 1)
                                + " of the input \"string\" has "
                                + line.size()
                                + " values, but there are "
                                + columns.size()
                                + " columns.");
            }
            ObjectNode row = rows.addObject();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), i < line.size() ? line.get(i) : "");
            }
        }
        return new Parsed(rows, columns);
    }

    private static List<List<String>> lines(String text, CSVFormat format) {
        var lines = new ArrayList<List<String>>();
        long values = 0;
        // a byte order mark is what spreadsheets begin with
        String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try (CSVParser parser = CSVParser.parse(new StringReader(content), format)) {
            for (CSVRecord line : parser) {
                values += line.size();
                if (lines.size() > MOST_ROWS || values > MOST_VALUES) {
                    throw new CardFailure.Invalid(
                            "The input \"string\" has more than "
                                    + MOST_ROWS
                                    + " rows or "
                                    + MOST_VALUES
                                    + " values.");
                }
                lines.add(line.toList());
            }
            return lines;
        } catch (IOException | UncheckedIOException mistake) {
            throw new CardFailure.Invalid(
                    "The input \"string\", a text of "
                            + text.length()
                            + " characters, is no CSV: a quotation mark in or after row "
                            + (lines.size() + 1)
                            + " is not closed or followed by other text.");
        }
    }

    private static List<String> columns(List<List<String>> lines, boolean named) {
        if (!named) {
            int widest = lines.stream().mapToInt(List::size).max().orElse(0);
            var columns = new ArrayList<String>();
            for (int i = 1; i <= widest; i++) {
                columns.add(Integer.toString(i));
            }
            return columns;
        }
        var columns = new LinkedHashSet<String>();
        for (String name : lines.isEmpty() ? List.<String>of() : lines.getFirst()) {
            if (!columns.add(name.strip())) {
                throw new CardFailure.Invalid(
                        "Two columns of the input \"string\" have the same name.");
            }
        }
        return List.copyOf(columns);
    }

    record Written(@Help("The text") String output) {}

    @Card(
            id = "csv.stringify",
            title = "Write CSV",
            help =
                    "Writes a list of objects as comma-separated values, column names "
                            + "first. Values are quoted where needed.")
    @Example(
            in =
                    """
                    {"rows": [{"id": 1, "name": "King, Ada"}, {"id": 2, "mail": "b@x.org"}]}\
                    """,
            out =
                    """
                    {"output": "id,name,mail\\n1,\\"King, Ada\\",\\n2,,b@x.org\\n"}\
                    """)
    static Written stringify(
            @Help("The objects") ArrayNode rows,
            @Help("The columns, in order; all keys when blank") Optional<List<String>> columns,
            @Field(whenBlank = ",") @Help("The separator between values, one character")
                    Optional<String> delimiter) {
        return new Written(CsvText.of(rows, columns.orElse(List.of()), delimiter));
    }
}
