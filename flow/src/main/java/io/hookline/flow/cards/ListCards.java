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
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.ValueOrder;
import io.hookline.flow.value.ValuePath;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Cards on lists. Sets of lists, such as unions, are in {@link ListSetCards}. */
@Category(Category.LIST)
final class ListCards {
    private ListCards() {}

    record Item(@Help("The item") JsonNode item) {}

    record Items(@Help("The list") ArrayNode list) {}

    record Rest(
            @Help("The remaining items") ArrayNode list,
            @Help("The item; null when there is none") JsonNode item) {}

    @Card(
            id = "list.at",
            title = "At",
            help =
                    "Returns the item at a position. A position outside of the list is an "
                            + "error.")
    @Example(
            in =
                    """
                    {"list": ["a", "b"], "index": 1}\
                    """,
            out =
                    """
                    {"item": "b"}\
                    """)
    static Item at(
            @Help("The list") ArrayNode list, @Help("The position, counted from 0") int index) {
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
            help = "Returns the number of items; null counts as an empty list.")
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

    record Collapsed(@Help("The merged object") ObjectNode output) {}

    @Card(
            id = "list.collapse",
            title = "Collapse",
            help = "Merges a list of objects into one object; later keys win.")
    @Example(
            in =
                    """
                    {"list": [{"a": 1, "b": 1}, {"b": 2}]}\
                    """,
            out =
                    """
                    {"output": {"a": 1, "b": 2}}\
                    """)
    static Collapsed collapse(@Help("Objects") ArrayNode list) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (JsonNode item : list) {
            item.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        }
        return new Collapsed(merged);
    }

    @Card(
            id = "list.construct",
            title = "Construct",
            help = "Makes a list of the inputs, in their order.")
    @Example(
            in =
                    """
                    {"first": "a", "second": "b"}\
                    """,
            out =
                    """
                    {"list": ["a", "b"]}\
                    """)
    static Items construct(@Field(group = "*") @Help("The items.") CustomFields items) {
        return new Items(JsonNodeFactory.instance.arrayNode().addAll(items.values().values()));
    }

    @Card(
            id = "list.filterBy",
            title = "Filter",
            help = "Returns the items whose value at a path satisfies a comparison.")
    @Example(
            in =
                    """
                    {"list": [{"type": "a"}, {"type": "b"}], "operator": "==", "path": "type", "comparison": "b"}\
                    """,
            out =
                    """
                    {"list": [{"type": "b"}]}\
                    """)
    @Example(
            in =
                    """
                    {"list": ["a", null, "c"], "operator": "is not empty"}\
                    """,
            out =
                    """
                    {"list": ["a", "c"]}\
                    """)
    static Items filterBy(
            @Help("The list") ArrayNode list,
            @Field(type = FieldType.ANY_COMPARISON) @Help("How the value is compared")
                    String operator,
            @Help("The path in the item, a text or a list of keys; the item itself when blank")
                    Optional<ValuePath> path,
            @Help("The value to compare with") Optional<JsonNode> comparison) {
        Comparison wanted = Operands.comparison(operator);
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            if (wanted.holds(at(item, path), comparison.orElse(NullNode.getInstance()))) {
                kept.add(item);
            }
        }
        return new Items(kept);
    }

    record Found(
            @Help("The item; null when there is none") JsonNode item,
            @Help("The position, counted from 0; -1 when there is none") int index) {}

    @Card(
            id = "list.findBy",
            title = "Find",
            help = "Returns the first item whose value at a path satisfies a comparison.")
    @Example(
            in =
                    """
                    {"list": [{"name": "a"}, {"name": "b"}], "operator": "==", "path": "name", "comparison": "b"}\
                    """,
            out =
                    """
                    {"item": {"name": "b"}, "index": 1}\
                    """)
    @Example(
            in =
                    """
                    {"list": [null, 7], "operator": "!=", "comparison": "null"}\
                    """,
            out =
                    """
                    {"item": 7, "index": 1}\
                    """)
    static Found findBy(
            @Help("The list") ArrayNode list,
            @Field(type = FieldType.ANY_COMPARISON) @Help("How the value is compared")
                    String operator,
            @Help("The path in the item, a text or a list of keys; the item itself when blank")
                    Optional<ValuePath> path,
            @Help("The value to compare with") Optional<JsonNode> comparison) {
        Comparison wanted = Operands.comparison(operator);
        for (int i = 0; i < list.size(); i++) {
            if (wanted.holds(at(list.get(i), path), comparison.orElse(NullNode.getInstance()))) {
                return new Found(list.get(i), i);
            }
        }
        return new Found(NullNode.getInstance(), -1);
    }

    @Card(
            id = "list.flatten",
            title = "Flatten",
            help =
                    "Concatenates inner lists, one level deep; items that are no lists are "
                            + "kept.")
    @Example(
            in =
                    """
                    {"lists": [["a"], "b", ["c", ["d"]]]}\
                    """,
            out =
                    """
                    {"list": ["a", "b", "c", ["d"]]}\
                    """)
    static Items flatten(@Help("Lists") ArrayNode lists) {
        ArrayNode flat = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : lists) {
            if (item instanceof ArrayNode inner) {
                flat.addAll(inner);
            } else {
                flat.add(item);
            }
        }
        return new Items(flat);
    }

    record Includes(@Help("Whether the value is in the list") boolean result) {}

    @Card(id = "list.includes", title = "Includes", help = "Checks whether a value is in a list.")
    @Example(
            in =
                    """
                    {"list": [1, 2], "value": "2"}\
                    """,
            out =
                    """
                    {"result": true}\
                    """)
    static Includes includes(@Help("The list") ArrayNode list, @Help("The value") JsonNode value) {
        return new Includes(Comparison.IN.holds(value, list));
    }

    record Joined(@Help("The text") String string) {}

    @Card(id = "list.join", title = "List to Text", help = "Joins the items as one text.")
    @Example(
            in =
                    """
                    {"list": ["a", 2, "c"], "delimiter": ", "}\
                    """,
            out =
                    """
                    {"string": "a, 2, c"}\
                    """)
    static Joined join(
            @Help("The list") ArrayNode list,
            @Field(label = "separator") @Help("The text between two items; none when blank")
                    Optional<String> delimiter) {
        var text = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            text.append(i == 0 ? "" : delimiter.orElse("")).append(TextCards.text(list.get(i)));
            TextCards.checkLength(text.length());
        }
        return new Joined(text.toString());
    }

    record Plucked(@Help("One value for each item") ArrayNode values) {}

    @Card(
            id = "list.pluck",
            title = "Pluck",
            help = "Returns the value at a path of each item; null where it is missing.")
    @Example(
            in =
                    """
                    {"list": [{"id": 1}, {}], "key": "id"}\
                    """,
            out =
                    """
                    {"values": [1, null]}\
                    """)
    static Plucked pluck(
            @Help("The list") ArrayNode list,
            @Help("The path in each item, a text or a list of keys") ValuePath key) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode(list.size());
        for (JsonNode item : list) {
            values.add(key.in(item));
        }
        return new Plucked(values);
    }

    @Card(
            id = "list.pop",
            title = "Get Last Item",
            help = "Returns the last item, and the list without it.")
    @Example(
            in =
                    """
                    {"list": ["a", "b"]}\
                    """,
            out =
                    """
                    {"list": ["a"], "item": "b"}\
                    """)
    static Rest pop(@Help("The list") ArrayNode list) {
        if (list.isEmpty()) {
            return new Rest(list, NullNode.getInstance());
        }
        return new Rest(part(list, 0, list.size() - 1), list.get(list.size() - 1));
    }

    @Card(
            id = "list.shift",
            title = "Get First Item",
            help = "Returns the first item, and the list without it.")
    @Example(
            in =
                    """
                    {"list": ["a", "b"]}\
                    """,
            out =
                    """
                    {"list": ["b"], "item": "a"}\
                    """)
    static Rest shift(@Help("The list") ArrayNode list) {
        if (list.isEmpty()) {
            return new Rest(list, NullNode.getInstance());
        }
        return new Rest(part(list, 1, list.size()), list.get(0));
    }

    @Card(id = "list.push", title = "Add to End", help = "Adds an item at the end.")
    @Example(
            in =
                    """
                    {"list": ["a"], "item": "b"}\
                    """,
            out =
                    """
                    {"list": ["a", "b"]}\
                    """)
    static Items push(@Help("The list") ArrayNode list, @Help("The item") JsonNode item) {
        return new Items(part(list, 0, list.size()).add(item));
    }

    record Sample(@Help("The chosen items") List<JsonNode> samples) {}

    @Card(
            id = "list.sample",
            title = "Sample",
            help = "Returns random items, none of them twice.",
            effect = Effect.READ)
    @Example(
            in =
                    """
                    {"list": ["a", "b", "c"], "amount": 1}\
                    """,
            out =
                    """
                    {"samples": ["b"]}\
                    """)
    static Sample sample(
            @Help("The list") ArrayNode list, @Help("The number of items") int amount) {
        var items = new ArrayList<JsonNode>();
        list.forEach(items::add);
        Collections.shuffle(items, ThreadLocalRandom.current());
        return new Sample(items.subList(0, Math.clamp(amount, 0, items.size())));
    }

    record Sorted(@Field(key = "sorted list") @Help("The sorted list") List<JsonNode> sorted) {}

    @Card(
            id = "list.sortBy",
            title = "Sort",
            help =
                    "Sorts by the value at a path, ascending: numbers by size, then text "
                            + "alphabetically, then the rest.")
    @Example(
            in =
                    """
                    {"list": [{"n": 10}, {"n": 9}], "path": "n"}\
                    """,
            out =
                    """
                    {"sorted list": [{"n": 9}, {"n": 10}]}\
                    """)
    static Sorted sortBy(
            @Help("The list") ArrayNode list,
            @Help("The path in the item, a text or a list of keys; the item itself when blank")
                    Optional<ValuePath> path) {
        var items = new ArrayList<JsonNode>();
        list.forEach(items::add);
        items.sort((left, right) -> ValueOrder.INSTANCE.compare(at(left, path), at(right, path)));
        return new Sorted(items);
    }

    static JsonNode at(JsonNode item, Optional<ValuePath> path) {
        return path.isEmpty() ? item : path.get().in(item);
    }

    private static ArrayNode part(ArrayNode list, int from, int to) {
        ArrayNode part = JsonNodeFactory.instance.arrayNode(to - from);
        for (int i = from; i < to; i++) {
            part.add(list.get(i));
        }
        return part;
    }
}
