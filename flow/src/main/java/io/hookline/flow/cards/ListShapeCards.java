package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.ValuePath;
import io.hookline.flow.value.ValueType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cards that make lists of another shape: groups, rows out of columns, counted numbers. */
@Category(Category.LIST)
final class ListShapeCards {
    private static final int MOST_NUMBERS = 100_000;

    private ListShapeCards() {}

    record Grouped(
            @Help("For each value the key and its items, in order of first appearance")
                    ArrayNode groups,
            @Help("The same as an object: items by key") ObjectNode output) {}

    @Card(
            id = "list.groupObjects",
            title = "Group Objects",
            help = "Groups items that have the same value at a path, compared as text.")
    @Example(
            in =
                    """
                    {"list": [{"os": "mac", "n": 1}, {"os": "win", "n": 2}, {"os": "mac", "n": 3}], "path": "os"}\
                    """,
            out =
                    """
                    {"groups": [{"key": "mac", "items": [{"os": "mac", "n": 1}, {"os": "mac", "n": 3}]},
                                {"key": "win", "items": [{"os": "win", "n": 2}]}],
                     "output": {"mac": [{"os": "mac", "n": 1}, {"os": "mac", "n": 3}], "win": [{"os": "win", "n": 2}]}}\
                    """)
    static Grouped groupBy(
            @Help("The list") ArrayNode list,
            @Help("The path in the item, a text or a list of keys; the item itself when blank")
                    Optional<ValuePath> path) {
        Map<String, ArrayNode> byKey = new LinkedHashMap<>();
        for (JsonNode item : list) {
            byKey.computeIfAbsent(
                            TextCards.text(ListCards.at(item, path)),
                            key -> JsonNodeFactory.instance.arrayNode())
                    .add(item);
        }
        ArrayNode groups = JsonNodeFactory.instance.arrayNode(byKey.size());
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        byKey.forEach((key, items) -> {
            groups.addObject().put("key", key).set("items", items);
            object.set(key, items);
        });
        return new Grouped(groups, object);
    }

    record Items(@Help("The list") ArrayNode list) {}

    @Card(
            id = "list.build",
            title = "Build",
            help =
                    "Builds a list of objects from lists: each input is a key with its values. A"
                        + " value that is no list is repeated in every object; shorter lists are"
                        + " filled with null.")
    @Example(
            in =
                    """
                    {"name": ["Ada", "Bob"], "age": [36], "org": "acme"}\
                    """,
            out =
                    """
                    {"list": [{"name": "Ada", "age": 36, "org": "acme"}, {"name": "Bob", "age": null, "org": "acme"}]}\
                    """)
    static Items build(@Field(group = "*") @Help("Lists of values by key.") CustomFields columns) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        int longest = longest(columns.values().values().stream().toList());
        for (int i = 0; i < longest; i++) {
            ObjectNode row = rows.addObject();
            int place = i;
            columns.values()
                    .forEach((key, column) ->
                            row.set(key, column.isArray() ? item(column, place) : column));
        }
        return new Items(rows);
    }

    @Card(
            id = "list.zip",
            title = "Zip",
            help =
                    "Makes a list of lists: the first items of all inputs, then the second "
                            + "ones, and so on; shorter lists are filled with null.")
    @Example(
            in =
                    """
                    {"list1": ["a", "b"], "list2": [1, 2, 3]}\
                    """,
            out =
                    """
                    {"list": [["a", 1], ["b", 2], [null, 3]]}\
                    """)
    static Items zip(
            @Help("The first list") ArrayNode list1,
            @Help("The second list") ArrayNode list2,
            @Help("Further lists.") CustomFields more) {
        var lists = new ArrayList<JsonNode>(List.of(list1, list2));
        more.values()
                .values()
                .forEach(value ->
                        lists.add(
                                Conversion.convert(
                                        value, new ValueType(ValueType.Kind.ANY, true))));
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        int longest = longest(lists);
        for (int i = 0; i < longest; i++) {
            ArrayNode row = rows.addArray();
            int place = i;
            lists.forEach(list -> row.add(item(list, place)));
        }
        return new Items(rows);
    }

    private static int longest(List<JsonNode> lists) {
        return lists.stream().filter(JsonNode::isArray).mapToInt(JsonNode::size).max().orElse(0);
    }

    private static JsonNode item(JsonNode list, int place) {
        return place < list.size() ? list.get(place) : NullNode.getInstance();
    }

    @Card(
            id = "list.uniqueItems",
            title = "Unique Items",
            help = "Removes duplicates; the first occurrence stays.")
    @Example(
            in =
                    """
                    {"list": ["a", 1, "a", 1.0, "A"]}\
                    """,
            out =
                    """
                    {"list": ["a", 1, "A"]}\
                    """)
    static Items unique(@Help("The list") ArrayNode list) {
        return new Items(ListSetCards.uniqueBy(list, Optional.empty()).unique());
    }

    @Card(
            id = "list.numbers",
            title = "Numbers",
            help = "Lists numbers from a start up to, but not including, an end.")
    @Example(
            in =
                    """
                    {"start": 1, "end": 4}\
                    """,
            out =
                    """
                    {"list": [1, 2, 3]}\
                    """)
    @Example(
            in =
                    """
                    {"start": 1, "end": 0, "step": -0.5}\
                    """,
            out =
                    """
                    {"list": [1, 0.5]}\
                    """)
    static Items numbers(
            @Field(whenBlank = "0") @Help("The first number") Optional<BigDecimal> start,
            @Help("The end, not included") BigDecimal end,
            @Field(whenBlank = "1") @Help("The distance between two numbers")
                    Optional<BigDecimal> step) {
        BigDecimal by = step.orElse(BigDecimal.ONE);
        if (by.signum() == 0) {
            throw new CardFailure.Invalid("The input \"step\" is 0, so there would be no end.");
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        BigDecimal number = start.orElse(BigDecimal.ZERO);
        while (by.signum() > 0 ? number.compareTo(end) < 0 : number.compareTo(end) > 0) {
            if (list.size() == MOST_NUMBERS) {
                throw new CardFailure.Invalid(
                        "The list would have more than " + MOST_NUMBERS + " numbers.");
            }
            list.add(Numbers.node(number));
            number = number.add(by);
        }
        return new Items(list);
    }
}
