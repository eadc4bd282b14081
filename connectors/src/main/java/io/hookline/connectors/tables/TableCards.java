package io.hookline.connectors.tables;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;

/** Cards that read and change the rows of tables. */
public final class TableCards {
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
            @Field(group = "parameters", key = "stash", label = "Table")
                    @Help("The table to add to")
                    String table,
            @Field(group = "Fields") CustomFields columns) {
        return new Created(rows.create(table, columns.values(), context.idempotencyKey()));
    }
}
