package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Comparison;
import io.hookline.flow.value.Numbers;

import java.util.HashSet;
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
            help = "Returns the items of the first list that are in none of the others.")
    @Example(
            in =
                    """
                    {"list1": ["a", "b"], "list2": ["b"]}\
                    """,
            out =
                    """
                    {"list": ["a"]}\
                    """)
    static Items difference(
            @Help("The first list") ArrayNode list1,
            @Help("The items to leave out") ArrayNode list2,
            @Help("Further lists.") CustomFields more) {
        Set<Value> others = set(list2);
        more.values().values().forEach(list -> others.addAll(set(list)));
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list1) {
            if (!others.contains(new Value(item))) {
                kept.add(item);
            }
        }
        return new Items(kept);
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
        Set<Value> common = set(list2);
        more.values().values().forEach(list -> common.retainAll(set(list)));
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list1) {
            if (common.remove(new Value(item))) {
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
        var seen = new HashSet<Value>();
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
            @Help("The path in the item; the item itself when blank") Optional<String> path) {
        var seen = new HashSet<Value>();
        ArrayNode unique = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            if (seen.add(new Value(ListCards.at(item, path)))) {
                unique.add(item);
            }
        }
        return new Unique(unique);
    }

    private static void addNew(JsonNode list, Set<Value> seen, ArrayNode into) {
        for (JsonNode item : list) {
            if (seen.add(new Value(item))) {
                into.add(item);
            }
        }
    }

    private static Set<Value> set(JsonNode list) {
        var set = new HashSet<Value>();
        list.forEach(item -> set.add(new Value(item)));
        return set;
    }

    /**
     * A value that is equal to others by content: 1 and 1.0 are the same, the order of keys does
     * not matter.
     */
    private record Value(JsonNode node) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Value value && Comparison.deepEqual(node, value.node);
        }

        @Override
        public int hashCode() {
            return hash(node);
        }

        private static int hash(JsonNode node) {
            return switch (node.getNodeType()) {
                case NUMBER -> Numbers.decimal(node).stripTrailingZeros().hashCode();
                case ARRAY -> {
                    int hash = 1;
                    for (JsonNode item : node) {
                        hash = 31 * hash + hash(item);
                    }
                    yield hash;
                }
                case OBJECT -> {
                    int hash = 2;
                    for (var entry : node.properties()) {
                        hash += entry.getKey().hashCode() ^ hash(entry.getValue());
                    }
                    yield hash;
                }
                default -> node.hashCode();
            };
        }
    }
}
