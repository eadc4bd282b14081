package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Help;

/** Cards on lists. */
final class ListCards {
    private ListCards() {}

    record Item(@Help("The item") JsonNode item) {}

    @Card(
            id = "list.at",
            title = "At",
            help =
                    "Takes the item at a place. A place beyond the end is an error, also in an"
                        + " empty list.")
    @Example(
            in =
                    """
                    {"list": ["a", "b"], "index": 1}\
                    """,
            out =
                    """
                    {"item": "b"}\
                    """)
    static Item at(@Help("The list") ArrayNode list, @Help("The place, counted from 0") int index) {
        if (index < 0 || index >= list.size()) {
            throw new CardFailure.Invalid(
                    "Array index out of bounds: there is no item "
                            + index
                            + " in a list of "
                            + list.size()
                            + " items; the first one is 0.");
        }
        return new Item(list.get(index));
    }

    record Length(@Help("How many items the list has") int length) {}

    @Card(
            id = "list.length",
            title = "Length",
            help = "Counts the items; nothing counts as an empty list.")
    @Example(
            in =
                    """
                    {"list": ["a", "b"]}\
                    """,
            out =
                    """
                    {"length": 2}\
                    """)
    static Length length(@Help("The list") ArrayNode list) {
        return new Length(list.size());
    }
}
