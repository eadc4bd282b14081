package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Conversion;
import io.hookline.flow.value.KeyPath;
import io.hookline.flow.value.ValuePath;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Cards that take objects apart and put them together. */
@Category(Category.OBJECT)
final class ObjectCards {
    /** What the cards that take a path say of it. */
    static final String PATH =
            "The path: keys separated by dots, or a list of keys, in which dots have no meaning";

    private static final Comparator<List<String>> DEEPEST_FIRST =
            Comparator.<List<String>>comparingInt(path -> -path.size())
                    .thenComparing(path -> String.join(".", path));

    private ObjectCards() {}

    record Output(@Help("The object") ObjectNode output) {}

    record Got(@Help("The value, null when it is missing") JsonNode output) {}

    @Card(
            id = "object.get",
            title = "Get",
            help =
                    "Returns the value at a path. Keys are separated by dots; whole numbers "
                            + "index lists. In a list of keys each item is one key, dots included.")
    @Example(
            in =
                    """
                    {"object": {"result": [{"id": "a1"}]}, "path": "result.0.id"}\
                    """,
            out =
                    """
                    {"output": "a1"}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"id": "a1"}, "path": "owner.name"}\
                    """,
            out =
                    """
                    {"output": null}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"user.name": "Ada"}, "path": ["user.name"]}\
                    """,
            out =
                    """
                    {"output": "Ada"}\
                    """)
    static Got get(@Help("The object or list") JsonNode object, @Help(PATH) ValuePath path) {
        return new Got(path.in(object));
    }

    @Card(
            id = "object.pick",
            title = "Get Multiple",
            help = "Returns several values: the key of each output is the path of its " + "value.")
    @Example(
            in =
                    """
                    {"object": {"id": "a1", "actions": [{"value": "ok"}]}}\
                    """,
            out =
                    """
                    {"id": "a1", "actions.0.value": "ok"}\
                    """)
    @Help("The key of each output is the path of its value.")
    static CustomFields pick(@Help("The object or list") JsonNode object, CardContext context) {
        var values = new LinkedHashMap<String, JsonNode>();
        for (DeclaredField output : context.outputs()) {
            values.put(output.key(), KeyPath.get(object, output.key()));
        }
        return new CustomFields(values);
    }

    @Card(
            id = "object.construct",
            title = "Construct",
            help =
                    "Makes an object of the inputs. A key with dots makes nested objects; "
                            + "parts that are numbers from 0 on make a list.")
    @Example(
            in =
                    """
                    {"name": "Ada", "address.city": "London", "address.zip": "N1"}\
                    """,
            out =
                    """
                    {"output": {"name": "Ada", "address": {"city": "London", "zip": "N1"}}}\
                    """)
    @Example(
            in =
                    """
                    {"fields.1.text": "b", "fields.0.text": "a", "odd.7": "c"}\
                    """,
            out =
                    """
                    {"output": {"fields": [{"text": "a"}, {"text": "b"}], "odd": {"7": "c"}}}\
                    """)
    static Output construct(@Help("The keys of the object and their values.") CustomFields fields) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.values().forEach((key, value) -> put(object, key, value));
        lists(object, fields.values().keySet());
        return new Output(object);
    }

    /** Makes lists of what the keys put together, where its own keys are 0, 1, 2 and so on. */
    private static void lists(ObjectNode object, Set<String> keys) {
        Set<List<String>> inside = new TreeSet<>(DEEPEST_FIRST);
        for (String key : keys) {
            List<String> parts = Arrays.stream(key.split("\\.", -1)).map(String::strip).toList();
            for (int depth = 1; depth < parts.size(); depth++) {
                inside.add(parts.subList(0, depth));
            }
        }
        for (List<String> path : inside) {
            JsonNode parent = object;
            for (String part : path.subList(0, path.size() - 1)) {
                parent = parent.path(part);
            }
            if (parent instanceof ObjectNode into
                    && into.path(path.getLast()) instanceof ObjectNode made
                    && isCounted(made)) {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                for (int i = 0; i < made.size(); i++) {
                    list.add(made.get(String.valueOf(i)));
                }
                into.set(path.getLast(), list);
            }
        }
    }

    private static boolean isCounted(ObjectNode made) {
        for (int i = 0; i < made.size(); i++) {
            if (!made.has(String.valueOf(i))) {
                return false;
            }
        }
        return !made.isEmpty();
    }

    /**
     * Sets the value at a dotted path of an object that is ours; what was put there before is
     * copied, not changed.
     */
    private static void put(ObjectNode object, String path, JsonNode value) {
        ObjectNode into = object;
        String[] keys = path.split("\\.", -1);
        for (int i = 0; i < keys.length - 1; i++) {
            String key = keys[i].strip();
            ObjectNode inner = JsonNodeFactory.instance.objectNode();
            if (into.get(key) instanceof ObjectNode present) {
                inner.setAll(present);
            }
            into.set(key, inner);
            into = inner;
        }
        into.set(keys.length == 1 ? path : keys[keys.length - 1].strip(), value);
    }

    @Card(
            id = "object.clearEmpty",
            title = "Clear Empty",
            help =
                    "Removes keys whose value is empty: null, empty text, an empty object "
                            + "or list.")
    @Example(
            in =
                    """
                    {"object": {"a": "", "b": {"c": null}, "d": 0}, "recursive": true}\
                    """,
            out =
                    """
                    {"output": {"d": 0}}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"a": [], "b": {"c": null}}}\
                    """,
            out =
                    """
                    {"output": {"b": {"c": null}}}\
                    """)
    static Output clearEmpty(
            @Help("The object") ObjectNode object,
            @Help("Whether nested objects are cleared too") boolean recursive) {
        return new Output(cleared(object, recursive));
    }

    private static ObjectNode cleared(ObjectNode object, boolean recursive) {
        ObjectNode cleared = JsonNodeFactory.instance.objectNode();
        for (var entry : object.properties()) {
            JsonNode value =
                    recursive && entry.getValue() instanceof ObjectNode inner
                            ? cleared(inner, true)
                            : entry.getValue();
            if (!Conversion.isBlank(value)) {
                cleared.set(entry.getKey(), value);
            }
        }
        return cleared;
    }

    record Keys(@Help("The keys") List<String> keys) {}

    @Card(id = "object.keys", title = "Keys", help = "Lists the keys of an object.")
    @Example(
            in =
                    """
                    {"object": {"a": 1, "b": 2}}\
                    """,
            out =
                    """
                    {"keys": ["a", "b"]}\
                    """)
    static Keys keys(@Help("The object") ObjectNode object) {
        return new Keys(object.propertyStream().map(entry -> entry.getKey()).toList());
    }

    record Values(@Help("The values") List<JsonNode> values) {}

    @Card(id = "object.values", title = "Values", help = "Lists the values of an object.")
    @Example(
            in =
                    """
                    {"object": {"a": 1, "b": "x"}}\
                    """,
            out =
                    """
                    {"values": [1, "x"]}\
                    """)
    static Values values(@Help("The object") ObjectNode object) {
        return new Values(object.valueStream().toList());
    }

    @Card(
            id = "object.merge",
            title = "Merge",
            help = "Merges objects; later ones win. Nested objects are replaced, not " + "merged.")
    @Example(
            in =
                    """
                    {"start": {"a": 1, "b": 1}, "sink": {"b": 2}, "third": {"c": 3}}\
                    """,
            out =
                    """
                    {"output": {"a": 1, "b": 2, "c": 3}}\
                    """)
    static Output merge(
            @Field(label = "object 1") @Help("The first object") ObjectNode start,
            @Field(label = "object 2") @Help("The second object") ObjectNode sink,
            @Field(type = FieldType.OBJECT) @Help("Further objects.") CustomFields more) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        merged.setAll(start);
        merged.setAll(sink);
        for (JsonNode other : more.values().values()) {
            other.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        }
        return new Output(merged);
    }

    @Card(
            id = "object.set",
            title = "Set",
            help =
                    "Copies an object with another value at a path. Objects that the path needs are"
                            + " made; a whole number indexes a list that is there, and nulls fill"
                            + " what lies between its end and the place.")
    @Example(
            in =
                    """
                    {"object": {"foo": "1"}, "path": "bar.baz", "value": "2"}\
                    """,
            out =
                    """
                    {"output": {"foo": "1", "bar": {"baz": "2"}}}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"foo": ["0", "1", "2"]}, "path": "foo.1", "value": "9"}\
                    """,
            out =
                    """
                    {"output": {"foo": ["0", "9", "2"]}}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"foo": "1"}, "path": ["foo.bar"], "value": "2"}\
                    """,
            out =
                    """
                    {"output": {"foo": "1", "foo.bar": "2"}}\
                    """)
    static Output set(
            @Help("The object") ObjectNode object,
            @Help(PATH) ValuePath path,
            @Help("The value") JsonNode value) {
        return new Output(ObjectPath.of(object, path.given()).set(object, value));
    }
}
