package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.ContentKey;
import io.hookline.flow.value.ValuePath;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Cards that treat lists as sets: items are equal when their values are, however deep. */
@Category(Category.LIST)
final class ListSetCards {
    private ListSetCards() {}

    record Items(@Help("The list") ArrayNode list) {}

    @Card(
            id = "list.difference",
            title = "Difference",
            help =
                    "Returns the items of the first list that are in none of the others. Texts are"
                            + " the same in upper and lower case.")
    @Example(
            in =
                    """
                    {"list1": ["a", "b"], "list2": ["b"]}\
                    """,
            out =
                    """
                    {"list": ["a"]}\
                    """)
    @Example(
            in =
                    """
                    {"list1": ["Ada", "Bob", "Cyd"], "list2": ["ADA"], "list3": ["cyd"]}\
                    """,
            out =
                    """
                    {"list": ["Bob"]}\
                    """)
    static Items difference(
            @Help("The first list") ArrayNode list1,
            @Help("The items to leave out") ArrayNode list2,
            @Help("Further lists.") CustomFields more) {
        Set<ContentKey> others = new HashSet<>();
        list2.forEach(item -> others.add(whateverTheCase(item)));
        more.values()
                .values()
                .forEach(list -> list.forEach(item -> others.add(whateverTheCase(item))));
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list1) {
            if (!others.contains(whateverTheCase(item))) {
                kept.add(item);
            }
        }
        return new Items(kept);
    }

    private static ContentKey whateverTheCase(JsonNode item) {
        return new ContentKey(
                item.isTextual()
                        ? TextNode.valueOf(item.textValue().toLowerCase(Locale.ROOT))
                        : item);
    }

    @Card(
            id = "list.intersection",
            title = "Intersection",
            help = "Returns the items that are in all lists.")
    @Example(
            in =
                    """
                    {"list1": ["c", "a", "b"], "list2": ["b", "c"]}\
                    """,
            out =
                    """
                    {"list": ["c", "b"]}\
                    """)
    static Items intersection(
            @Help("The first list") ArrayNode list1,
            @Help("The second list") ArrayNode list2,
            @Help("Further lists.") CustomFields more) {
        Set<ContentKey> common = set(list2);
        more.values().values().forEach(list -> common.retainAll(set(list)));
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list1) {
            if (common.remove(new ContentKey(item))) {
                kept.add(item);
            }
        }
        return new Items(kept);
    }

    record Union(@Help("All items, without duplicates") ArrayNode union) {}

    @Card(
            id = "list.union",
            title = "Union (Combine Unique)",
            help = "Combines lists without duplicates.")
    @Example(
            in =
                    """
                    {"list1": ["a", "b"], "list2": ["b", "c"]}\
                    """,
            out =
                    """
                    {"union": ["a", "b", "c"]}\
                    """)
    static Union union(
            @Field(label = "List 1") @Help("The first list") ArrayNode list1,
            @Field(label = "List 2") @Help("The second list") ArrayNode list2,
            @Help("Further lists.") CustomFields more) {
        var seen = new HashSet<ContentKey>();
        ArrayNode union = JsonNodeFactory.instance.arrayNode();
        addNew(list1, seen, union);
        addNew(list2, seen, union);
        more.values().values().forEach(list -> addNew(list, seen, union));
        return new Union(union);
    }

    record Unique(@Field(key = "unique list") @Help("The remaining items") ArrayNode unique) {}

    @Card(
            id = "list.uniqueBy",
            title = "Remove Duplicates",
            help = "Returns the first item for each value at a path.")
    @Example(
            in =
                    """
                    {"list": [{"id": 1, "n": "a"}, {"id": 1, "n": "b"}, {"id": 2}], "path": "id"}\
                    """,
            out =
                    """
                    {"unique list": [{"id": 1, "n": "a"}, {"id": 2}]}\
                    """)
    static Unique uniqueBy(
            @Help("The list") ArrayNode list,
            @Help("The path in the item, a text or a list of keys; the item itself when blank")
                    Optional<ValuePath> path) {
        var seen = new HashSet<ContentKey>();
        ArrayNode unique = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            if (seen.add(new ContentKey(ListCards.at(item, path)))) {
                unique.add(item);
            }
        }
        return new Unique(unique);
    }

    private static void addNew(JsonNode list, Set<ContentKey> seen, ArrayNode into) {
        for (JsonNode item : list) {
            if (seen.add(new ContentKey(item))) {
                into.add(item);
            }
        }
    }

    private static Set<ContentKey> set(JsonNode list) {
        var set = new HashSet<ContentKey>();
        list.forEach(item -> set.add(new ContentKey(item)));
        return set;
    }
}
