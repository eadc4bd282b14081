package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.KeyPath;

import java.util.LinkedHashMap;

/** Cards that take objects apart and put them together. */
final class ObjectCards {
    private ObjectCards() {}

    record Got(@Help("The value, null when it is missing") JsonNode output) {}

    @Card(
            id = "object.get",
            title = "Get",
            help =
                    "Takes the value at a path. Keys are parted by dots; whole numbers count items"
                        + " of lists.")
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
    static Got get(@Help("Where to look") JsonNode object, @Help("Where in it") String path) {
        return new Got(KeyPath.get(object, path));
    }

    @Card(
            id = "object.pick",
            title = "Get Multiple",
            help = "Takes several values: the key of each output is the path of its value.")
    @Example(
            in =
                    """
                    {"object": {"id": "a1", "actions": [{"value": "ok"}]}}\
                    """,
            out =
                    """
                    {"id": "a1", "actions.0.value": "ok"}\
                    """)
    static CustomFields pick(@Help("Where to look") JsonNode object, CardContext context) {
        var values = new LinkedHashMap<String, JsonNode>();
        for (DeclaredField output : context.outputs()) {
            values.put(output.key(), KeyPath.get(object, output.key()));
        }
        return new CustomFields(values);
    }

    record Constructed(@Help("The object") ObjectNode output) {}

    @Card(
            id = "object.construct",
            title = "Construct",
            help = "Makes an object of the inputs. A key with dots makes objects inside.")
    @Example(
            in =
                    """
                    {"name": "Ada", "address.city": "London", "address.zip": "N1"}\
                    """,
            out =
                    """
                    {"output": {"name": "Ada", "address": {"city": "London", "zip": "N1"}}}\
                    """)
    static Constructed construct(CustomFields fields) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        fields.values().forEach((key, value) -> put(object, key, value));
        return new Constructed(object);
    }

    private static void put(ObjectNode object, String path, JsonNode value) {
        ObjectNode into = object;
        int start = 0;
        int dot = path.indexOf('.');
        while (dot >= 0) {
            String key = path.substring(start, dot).strip();
            // an input's object is shared with other cards: it is copied before it is added to
            into =
                    into.get(key) instanceof ObjectNode inner
                            ? into.set(key, inner.deepCopy()).get(key) instanceof ObjectNode copy
                                    ? copy
                                    : inner
                            : into.putObject(key);
            start = dot + 1;
            dot = path.indexOf('.', start);
        }
        into.set(start == 0 ? path : path.substring(start).strip(), value);
    }
}
