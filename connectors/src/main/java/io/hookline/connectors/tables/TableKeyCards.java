package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Numbers;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cards that find the row to change by a unique column, and make it when there is none. */
@Connector(id = "stash", name = "Tables", version = "0.7.148", connects = false)
public final class TableKeyCards {
    private final TableRows rows;

    public TableKeyCards(TableRows rows) {
        this.rows = rows;
    }

    /** Which row was written. */
    public record Upserted(
            @Field(group = "Output", key = "Row ID") @Help("Identifies the row") String rowId,
            @Field(group = "Output", key = "Created?")
                    @Help("Whether the row is new; else it was there and was changed")
                    boolean created) {}

    @Card(
            id = "stash.upsertRow",
            title = "Upsert Row",
            help =
                    "Changes the row that holds a value in a unique column, or adds one when there"
                            + " is none. Executions that run at the same time make one row.",
            effect = Effect.CHANGE,
            repeat = Repeat.KEYED)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}, "Upsert By": {"Column": "Actor"},
                     "Fields": {"Actor": "ada@example.org", "Last": "2026-01-31T09:30:00.000Z"}}\
                    """,
            out =
                    """
                    {"Output": {"Row ID": "5b1c", "Created?": true}}\
                    """)
    public Upserted upsertRow(
            CardContext context,
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to change")
                    String table,
            @Field(type = FieldType.COLUMN, group = "Upsert By", key = "Column")
                    @Help("The unique column whose value says which row")
                    String column,
            @Field(group = "Upsert By", key = "Further Columns")
                    @Help(
                            "The other columns of a unique key that has several, such as that of a"
                                    + " day")
                    Optional<List<String>> further,
            @Field(source = Source.TABLE_COLUMNS, group = "Fields")
                    @Help(
                            "Values of the row, among them that of the unique column; a blank one"
                                    + " leaves its column as it is.")
                    CustomFields columns) {
        List<String> by = new ArrayList<>(List.of(column));
        further.ifPresent(by::addAll);
        TableRows.Upserted row = rows.upsert(table, by, given(columns), context.idempotencyKey());
        return new Upserted(row.id(), row.created());
    }

    private static Map<String, JsonNode> given(CustomFields columns) {
        var values = new LinkedHashMap<String, JsonNode>();
        columns.values()
                .forEach((column, value) -> {
                    if (!Conversion.isBlank(value)) {
                        values.put(column, value);
                    }
                });
        return values;
    }

    /** What was counted. */
    public record Counted(
            @Field(group = "Output", key = "Value", type = FieldType.NUMBER)
                    @Help("The number after it was incremented")
                    BigDecimal value,
            @Field(group = "Output", key = "Row ID") @Help("Identifies the row") String rowId,
            @Field(group = "Output", key = "Created?")
                    @Help("Whether the row is new: nothing was counted before")
                    boolean created) {}

    @Card(
            id = "stash.incrementRow",
            title = "Increment Row",
            help =
                    "Adds to a number of the row that holds a value in a unique column, or makes"
                        + " that row. Executions that run at the same time all count, each once.",
            effect = Effect.CHANGE,
            repeat = Repeat.KEYED)
    @Example(
            in =
                    """
                    {"parameters": {"stash": "6e0b5f0c"}, "Increment By": {"Column": "Actor",
                     "Value": "ada@example.org", "Number": "Times", "Amount": 1}}\
                    """,
            out =
                    """
                    {"Output": {"Value": 1, "Row ID": "5b1c", "Created?": true}}\
                    """)
    public Counted incrementRow(
            CardContext context,
            @Field(type = FieldType.TABLE, group = "parameters", key = "stash", label = "Table")
                    @Help("The table to change")
                    String table,
            @Field(type = FieldType.COLUMN, group = "Increment By", key = "Column")
                    @Help("The unique column whose value says which row")
                    String column,
            @Field(group = "Increment By", key = "Value") @Help("What the row holds there")
                    String value,
            @Field(type = FieldType.COLUMN, group = "Increment By", key = "Number")
                    @Help("The column with the number")
                    String counted,
            @Field(group = "Increment By", key = "Amount", whenBlank = "1")
                    @Help("How much is added; less than zero to subtract")
                    Optional<BigDecimal> amount,
            @Field(source = Source.TABLE_COLUMNS, group = "Fields")
                    @Help("Values of other columns, to set with it; a blank one leaves its column.")
                    CustomFields columns) {
        Map<String, JsonNode> others = given(columns);
        if (column.equals(counted)) {
            throw new CardFailure.Invalid(
                    "The row is found by the column \""
                            + column
                            + "\", which is also the one to increment; choose another.");
        }
        TableRows.Counted row =
                rows.increment(
                        table,
                        new TableRows.Counter(
                                column,
                                TextNode.valueOf(value),
                                counted,
                                amount.orElse(BigDecimal.ONE),
                                others),
                        context.idempotencyKey());
        return new Counted(Numbers.decimal(row.value()), row.id(), row.created());
    }
}
