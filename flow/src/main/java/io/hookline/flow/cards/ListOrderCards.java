package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.LiteralCheck;
import io.hookline.flow.value.ValueOrder;
import io.hookline.flow.value.ValuePath;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Cards that sort, cut and edit lists by position. */
@Category(Category.LIST)
final class ListOrderCards {
    private ListOrderCards() {}

    record Items(@Help("The list") ArrayNode list) {}

    @Card(
            id = "list.sortInOrder",
            title = "Sort in Order",
            help =
                    "Sorts by the value at a path, ascending or descending; equal items "
                            + "keep their order. Numbers come first, by size, then text "
                            + "alphabetically, then the rest.")
    @Example(
            in =
                    """
                    {"list": [{"n": 9}, {"n": 10}, {"n": 1}], "path": "n", "order": "descending"}\
                    """,
            out =
                    """
                    {"list": [{"n": 10}, {"n": 9}, {"n": 1}]}\
                    """)
    @Example(
            in =
                    """
                    {"list": ["b", 2, "a", 10]}\
                    """,
            out =
                    """
                    {"list": [2, 10, "a", "b"]}\
                    """)
    static Items sort(
            @Help("The list") ArrayNode list,
            @Help("The path in the item, a text or a list of keys; the item itself when blank")
                    Optional<ValuePath> path,
            @Field(
                            choices = {"ascending", "descending"},
                            whenBlank = "ascending",
                            check = OrderCheck.class)
                    @Help("The order")
                    Optional<String> order) {
        Comparator<JsonNode> upwards =
                (left, right) ->
                        ValueOrder.INSTANCE.compare(
                                ListCards.at(left, path), ListCards.at(right, path));
        Comparator<JsonNode> wanted =
                isDescending(order.orElse("ascending")) ? upwards.reversed() : upwards;
        List<JsonNode> items = items(list);
        items.sort(wanted);
        return new Items(node(items));
    }

    private static boolean isDescending(String order) {
        return switch (order.toLowerCase(Locale.ROOT)) {
            case "ascending", "asc" -> false;
            case "descending", "desc" -> true;
            default ->
                    throw new CardFailure.Invalid(
                            "The input \"order\" is \""
                                    + order
                                    + "\", expected ascending or descending.");
        };
    }

    /** An order may be shortened. */
    static final class OrderCheck implements LiteralCheck {
        @Override
        public Optional<String> problem(String text, Set<String> keys) {
            return LiteralCheck.failure(() -> isDescending(text));
        }
    }

    @Card(id = "list.reverse", title = "Reverse", help = "Reverses a list.")
    @Example(
            in =
                    """
                    {"list": [1, 2, 3]}\
                    """,
            out =
                    """
                    {"list": [3, 2, 1]}\
                    """)
    static Items reverse(@Help("The list") ArrayNode list) {
        List<JsonNode> items = items(list);
        Collections.reverse(items);
        return new Items(node(items));
    }

    @Card(
            id = "list.slice",
            title = "Slice",
            help = "Returns a part of a list. Negative positions count from the end.")
    @Example(
            in =
                    """
                    {"list": ["a", "b", "c", "d"], "start": 1, "end": 3}\
                    """,
            out =
                    """
                    {"list": ["b", "c"]}\
                    """)
    @Example(
            in =
                    """
                    {"list": ["a", "b", "c", "d"], "start": -2}\
                    """,
            out =
                    """
                    {"list": ["c", "d"]}\
                    """)
    static Items slice(
            @Help("The list") ArrayNode list,
            @Field(whenBlank = "0", label = "start at") @Help("The first position, counted from 0")
                    Optional<Integer> start,
            @Field(label = "end before")
                    @Help("The first position that is not included; the end of the list when blank")
                    Optional<Integer> end) {
        int from = TextCards.place(start.orElse(0), list.size());
        int to = TextCards.place(end.orElse(list.size()), list.size());
        return new Items(node(items(list).subList(from, Math.max(from, to))));
    }

    @Card(id = "list.unshift", title = "Add to Front", help = "Adds an item at the start.")
    @Example(
            in =
                    """
                    {"list": ["b"], "item": "a"}\
                    """,
            out =
                    """
                    {"list": ["a", "b"]}\
                    """)
    static Items unshift(@Help("The list") ArrayNode list, @Help("The item") JsonNode item) {
        return new Items(JsonNodeFactory.instance.arrayNode().add(item).addAll(list));
    }

    @Card(
            id = "list.insertAt",
            title = "Insert At",
            help = "Inserts an item at a position; later items move up by one.")
    @Example(
            in =
                    """
                    {"list": ["a", "c"], "index": 1, "item": "b"}\
                    """,
            out =
                    """
                    {"list": ["a", "b", "c"]}\
                    """)
    static Items insertAt(
            @Help("The list") ArrayNode list,
            @Help("The position, counted from 0; negative from the end") int index,
            @Help("The item") JsonNode item) {
        int place = index < 0 ? index + list.size() : index;
        if (place < 0 || place > list.size()) {
            throw outside(index, list.size(), list.size());
        }
        List<JsonNode> items = items(list);
        items.add(place, item);
        return new Items(node(items));
    }

    record Removed(
            @Help("The remaining items") ArrayNode list,
            @Help("The item that was there") JsonNode item) {}

    @Card(id = "list.removeAt", title = "Remove At", help = "Removes the item at a position.")
    @Example(
            in =
                    """
                    {"list": ["a", "b", "c"], "index": -1}\
                    """,
            out =
                    """
                    {"list": ["a", "b"], "item": "c"}\
                    """)
    static Removed removeAt(
            @Help("The list") ArrayNode list,
            @Help("The position, counted from 0; negative from the end") int index) {
        List<JsonNode> items = items(list);
        JsonNode item = items.remove(existing(index, list));
        return new Removed(node(items), item);
    }

    @Card(id = "list.set", title = "Set", help = "Copies a list with another item at a position.")
    @Example(
            in =
                    """
                    {"list": ["a", "x"], "index": 1, "item": "b"}\
                    """,
            out =
                    """
                    {"list": ["a", "b"]}\
                    """)
    static Items set(
            @Help("The list") ArrayNode list,
            @Help("The position, counted from 0; negative from the end") int index,
            @Help("The new item") JsonNode item) {
        List<JsonNode> items = items(list);
        items.set(existing(index, list), item);
        return new Items(node(items));
    }

    private static int existing(int index, ArrayNode list) {
        int place = index < 0 ? index + list.size() : index;
        if (place < 0 || place >= list.size()) {
            throw outside(index, list.size(), list.size() - 1);
        }
        return place;
    }

    private static CardFailure outside(int index, int size, int last) {
        return new CardFailure.Invalid(
                "Array index out of bounds: the input \"index\" is "
                        + index
                        + (last < 0
                                ? ", but the list is empty."
                                : ", expected 0 to "
                                        + last
                                        + " in a list of "
                                        + size
                                        + " items, or a negative place from the end."));
    }

    private static List<JsonNode> items(ArrayNode list) {
        var items = new ArrayList<JsonNode>(list.size() + 1);
        list.forEach(items::add);
        return items;
    }

    private static ArrayNode node(List<JsonNode> items) {
        return JsonNodeFactory.instance.arrayNode(items.size()).addAll(items);
    }
}
