package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.Card;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.KeyPath;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cards that put several lists together, or sort the items of one into an object. */
@Category(Category.LIST)
final class ListJoinCards {
    private ListJoinCards() {}

    record Joined(@Help("The items of all lists") ArrayNode output) {}

    @Card(
            id = "list.concat",
            title = "Combine All",
            help = "Puts lists one behind the other; duplicates stay.")
    @Example(
            in =
                    """
                    {"list1": ["a", "b"], "list2": ["b"]}\
                    """,
            out =
                    """
                    {"output": ["a", "b", "b"]}\
                    """)
    static Joined concat(
            @Field(label = "List 1") @Help("The first list") ArrayNode list1,
            @Field(label = "List 2") @Help("The second list") ArrayNode list2,
            @Help("Further lists.") CustomFields more) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode(list1.size() + list2.size());
        all.addAll(list1).addAll(list2);
        for (JsonNode other : more.values().values()) {
            if (other instanceof ArrayNode list) {
                all.addAll(list);
            } else if (!other.isNull()) {
                all.add(other);
            }
        }
        return new Joined(all);
    }

    @Card(
            id = "list.merge",
            title = "Merge",
            help =
                    "Merges the objects at the same position of several lists; later lists win. The"
                            + " result is as long as the longest list.")
    @Example(
            in =
                    """
                    {"list1": [{"id": 1}, {"id": 2}], "list2": [{"n": "a"}]}\
                    """,
            out =
                    """
                    {"output": [{"id": 1, "n": "a"}, {"id": 2}]}\
                    """)
    static Joined merge(
            @Field(label = "List 1", type = FieldType.OBJECT) @Help("The first list")
                    List<ObjectNode> list1,
            @Field(label = "List 2", type = FieldType.OBJECT) @Help("The second list")
                    List<ObjectNode> list2,
            @Help("Further lists.") CustomFields more) {
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        addTo(merged, list1);
        addTo(merged, list2);
        more.values().values().forEach(list -> addTo(merged, list));
        return new Joined(merged);
    }

    private static void addTo(ArrayNode merged, Iterable<? extends JsonNode> list) {
        int place = 0;
        for (JsonNode item : list) {
            Turn.check();
            ObjectNode into =
                    place < merged.size() ? (ObjectNode) merged.get(place) : merged.addObject();
            item.properties().forEach(entry -> into.set(entry.getKey(), entry.getValue()));
            place++;
        }
    }

    record Groups(@Help("The items by the text of their value") ObjectNode groups) {}

    @Card(
            id = "list.groupBy",
            title = "Group By",
            help =
                    "Makes an object with a key for each value at a path, which holds the list of"
                            + " the items with this value. Items without one are under"
                            + " undefined.")
    @Example(
            in =
                    """
                    {"list": [{"os": "mac", "n": 1}, {"os": "win", "n": 2}, {"os": "mac", "n": 3}], "path": "os"}\
                    """,
            out =
                    """
                    {"groups": {"mac": [{"os": "mac", "n": 1}, {"os": "mac", "n": 3}], "win": [{"os": "win", "n": 2}]}}\
                    """)
    @Example(
            in =
                    """
                    {"list": ["a", 1, "1"]}\
                    """,
            out =
                    """
                    {"groups": {"a": ["a"], "1": [1, "1"]}}\
                    """)
    static Groups groupBy(
            @Help("The list") ArrayNode list,
            @Help("The path in the item; the item itself when blank") Optional<String> path) {
        Map<String, ArrayNode> byKey = new LinkedHashMap<>();
        for (JsonNode item : list) {
            Turn.check();
            byKey.computeIfAbsent(
                            key(path.isEmpty() ? item : KeyPath.find(item, path.get())),
                            key -> JsonNodeFactory.instance.arrayNode())
                    .add(item);
        }
        ObjectNode groups = JsonNodeFactory.instance.objectNode();
        byKey.forEach(groups::set);
        return new Groups(groups);
    }

    record Index(@Help("The values by key") ObjectNode output) {}

    @Card(
            id = "list.indexBy",
            title = "Index By",
            help =
                    "Makes an object of a list: the value at one path of each item is a key, that"
                            + " at another its value. Later items win.")
    @Example(
            in =
                    """
                    {"list": [{"fieldname": "x", "myvalue": "one"}, {"fieldname": "y", "myvalue": "two"}],
                     "keyPath": "fieldname", "valuePath": "myvalue"}\
                    """,
            out =
                    """
                    {"output": {"x": "one", "y": "two"}}\
                    """)
    static Index indexBy(
            @Field(type = FieldType.OBJECT) @Help("The list") List<ObjectNode> list,
            @Help("The path of the key in the item") String keyPath,
            @Help("The path of the value in the item") String valuePath) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        for (ObjectNode item : list) {
            Turn.check();
            index.set(key(KeyPath.find(item, keyPath)), KeyPath.get(item, valuePath));
        }
        return new Index(index);
    }

    /** What a value is called as a key. */
    private static String key(JsonNode value) {
        if (value.isMissingNode()) {
            return "undefined";
        }
        return value.isNull() ? "null" : TextCards.text(value);
    }
}
