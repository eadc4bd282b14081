package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.ValuePath;

import java.util.List;

/** Cards that remove, move, count and pair the keys of objects. */
@Category(Category.OBJECT)
final class ObjectKeyCards {
    private ObjectKeyCards() {}

    record Output(@Help("The object") ObjectNode output) {}

    @Card(
            id = "object.filter",
            title = "Filter",
            help =
                    "Removes the keys of the outermost object that have no value: null, empty text,"
                            + " an empty object or list. 0 and false are values.")
    @Example(
            in =
                    """
                    {"object": {"Name": "Emily", "Age": "", "Settings": {"test": {}, "test2": "value2"}}}\
                    """,
            out =
                    """
                    {"output": {"Name": "Emily", "Settings": {"test": {}, "test2": "value2"}}}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"a": 0, "b": false, "c": null, "d": [], "e": {}}}\
                    """,
            out =
                    """
                    {"output": {"a": 0, "b": false}}\
                    """)
    static Output filter(@Help("The object") ObjectNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (var entry : object.properties()) {
            if (!Conversion.isBlank(entry.getValue())) {
                kept.set(entry.getKey(), entry.getValue());
            }
        }
        return new Output(kept);
    }

    @Card(
            id = "object.unset",
            title = "Unset",
            help =
                    "Copies an object without the value at a path. In a list null takes its place;"
                            + " a path that leads nowhere changes nothing.")
    @Example(
            in =
                    """
                    {"object": {"foo": 1, "bar": 2}, "path": "foo"}\
                    """,
            out =
                    """
                    {"output": {"bar": 2}}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"a": "one", "b": {"foo": 1, "bar": 2}}, "path": "b.foo"}\
                    """,
            out =
                    """
                    {"output": {"a": "one", "b": {"bar": 2}}}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"foo": [{"bar": 1}, {"bar": 2, "baz": 3}]}, "path": "foo.1.bar"}\
                    """,
            out =
                    """
                    {"output": {"foo": [{"bar": 1}, {"baz": 3}]}}\
                    """)
    static Output unset(
            @Help("The object") ObjectNode object, @Help(ObjectCards.PATH) ValuePath path) {
        return new Output(ObjectPath.of(object, path.given()).unset(object));
    }

    @Card(
            id = "object.move",
            title = "Move",
            help =
                    "Copies an object with a value under another key. When there is nothing to move"
                            + " the object stays as it is.")
    @Example(
            in =
                    """
                    {"object": {"one": "hello", "two": "goodbye"}, "source": "one", "destination": "three"}\
                    """,
            out =
                    """
                    {"output": {"two": "goodbye", "three": "hello"}}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"one": "hello"}, "source": "none", "destination": "three"}\
                    """,
            out =
                    """
                    {"output": {"one": "hello"}}\
                    """)
    static Output move(
            @Help("The object") ObjectNode object,
            @Help("The key or path of the value") ValuePath source,
            @Help("The key or path where it goes") ValuePath destination) {
        ObjectPath from = ObjectPath.of(object, source.given());
        JsonNode value = from.find(object);
        if (value.isMissingNode()) {
            return new Output(object);
        }
        ObjectNode without = from.unset(object);
        return new Output(ObjectPath.of(without, destination.given()).set(without, value));
    }

    record Count(@Help("How many keys it has") int output) {}

    @Card(id = "object.size", title = "Size", help = "Counts the keys of the outermost object.")
    @Example(
            in =
                    """
                    {"object": {"a": 1, "b": {"c": 2}}}\
                    """,
            out =
                    """
                    {"output": 2}\
                    """)
    static Count size(@Help("The object") ObjectNode object) {
        return new Count(object.size());
    }

    record Pairs(@Help("An object with key and value for each key") ArrayNode list) {}

    @Card(
            id = "object.split",
            title = "Split",
            help = "Makes a list of an object: an item with key and value for each key.")
    @Example(
            in =
                    """
                    {"object": {"foo": "bar", "baz": "taz"}}\
                    """,
            out =
                    """
                    {"list": [{"key": "foo", "value": "bar"}, {"key": "baz", "value": "taz"}]}\
                    """)
    static Pairs split(@Help("The object") ObjectNode object) {
        return new Pairs(ObjectPartCards.entries(object).list());
    }

    @Card(
            id = "object.collapse",
            title = "Collapse",
            help =
                    "Makes an object of lists whose items have a key and a value; the opposite of"
                            + " Split. Later keys win.")
    @Example(
            in =
                    """
                    {"list": [{"key": "foo", "value": "bar"}, {"key": "baz", "value": 1}], "more": [{"key": "foo", "value": true}]}\
                    """,
            out =
                    """
                    {"output": {"foo": true, "baz": 1}}\
                    """)
    static Output collapse(
            @Field(type = FieldType.OBJECT) @Help("Items with key and value") List<ObjectNode> list,
            @Help("Further lists.") CustomFields more) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        list.forEach(pair -> put(made, pair));
        for (JsonNode others : more.values().values()) {
            others.forEach(pair -> put(made, pair));
        }
        return new Output(made);
    }

    /** Adds a pair; an item without a key is none. */
    private static void put(ObjectNode into, JsonNode pair) {
        if (pair.hasNonNull("key")) {
            into.set(
                    TextCards.text(pair.get("key")),
                    pair.has("value") ? pair.get("value") : NullNode.getInstance());
        }
    }

    record Zipped(
            @Help("The object") ObjectNode object, @Help("The same once more") ObjectNode output) {}

    @Card(
            id = "object.zip",
            title = "Zip",
            help =
                    "Makes an object of a list of keys and a list of their values. Dots are part of"
                            + " a key; a key without a value is left out.")
    @Example(
            in =
                    """
                    {"keys": ["first.name", "last.name"], "values": ["John", "Doe"]}\
                    """,
            out =
                    """
                    {"object": {"first.name": "John", "last.name": "Doe"}}\
                    """)
    @Example(
            in =
                    """
                    {"keys": ["a", "b"], "values": [1]}\
                    """,
            out =
                    """
                    {"object": {"a": 1}}\
                    """)
    static Zipped zip(
            @Help("The keys") List<String> keys,
            @Help("Their values, in the same order") ArrayNode values) {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
            made.set(keys.get(i), values.get(i));
        }
        return new Zipped(made, made);
    }
}
