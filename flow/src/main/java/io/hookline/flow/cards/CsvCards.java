package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;

import java.util.List;
import java.util.Optional;

/** Cards that read and write comma-separated values. */
@Category(Category.CSV)
final class CsvCards {
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
        CsvTable table = CsvTable.read("string", string.orElse(""), delimiter, header.orElse(true));
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (List<String> line : table.lines()) {
            ObjectNode row = rows.addObject();
            for (int i = 0; i < table.columns().size(); i++) {
                row.put(table.columns().get(i), line.get(i));
            }
        }
        return new Parsed(rows, table.columns());
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
