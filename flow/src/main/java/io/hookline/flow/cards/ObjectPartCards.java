package io.hookline.flow.cards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.Category;
import io.hookline.flow.card.Example;
import io.hookline.flow.card.Field;
import io.hookline.flow.card.FieldType;
import io.hookline.flow.card.Help;
import io.hookline.flow.value.Comparison;

import java.util.List;
import java.util.Optional;

/** Cards that find, keep and leave out keys of objects. */
@Category(Category.OBJECT)
final class ObjectPartCards {
    private ObjectPartCards() {}

    record Output(@Help("The object") ObjectNode output) {}

    record Entries(@Help("An object with key and value for each key") ArrayNode list) {}

    @Card(
            id = "object.entries",
            title = "Entries",
            help = "Lists the keys of an object with their values.")
    @Example(
            in =
                    """
                    {"object": {"a": 1, "b": [2]}}\
                    """,
            out =
                    """
                    {"list": [{"key": "a", "value": 1}, {"key": "b", "value": [2]}]}\
                    """)
    static Entries entries(@Help("The object") ObjectNode object) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode(object.size());
        object.properties()
                .forEach(entry ->
                        list.addObject().put("key", entry.getKey()).set("value", entry.getValue()));
        return new Entries(list);
    }

    record Found(
            @Help("The key; blank when there is none") String key,
            @Help("Its value; null when there is none") JsonNode value,
            @Help("Whether there is one") boolean found) {}

    @Card(
            id = "object.findKey",
            title = "Find Key",
            help = "Returns the first key whose value satisfies a comparison.")
    @Example(
            in =
                    """
                    {"object": {"ada": "off", "bob": "on"}, "operator": "==", "comparison": "on"}\
                    """,
            out =
                    """
                    {"key": "bob", "value": "on", "found": true}\
                    """)
    static Found findKey(
            @Help("The object") ObjectNode object,
            @Field(type = FieldType.ANY_COMPARISON, whenBlank = "==")
                    @Help("How values are compared")
                    Optional<String> operator,
            @Help("The value to compare with") Optional<JsonNode> comparison) {
        Comparison wanted = Operands.comparison(operator.orElse("=="));
        for (var entry : object.properties()) {
            if (wanted.holds(entry.getValue(), orNull(comparison))) {
                return new Found(entry.getKey(), entry.getValue(), true);
            }
        }
        return new Found("", NullNode.getInstance(), false);
    }

    @Card(
            id = "object.findValue",
            title = "Find Value",
            help = "Returns the value of the first key that satisfies a comparison.")
    @Example(
            in =
                    """
                    {"object": {"X-Request-Id": "r1", "Host": "example.org"}, "operator": ">=", "comparison": "X"}\
                    """,
            out =
                    """
                    {"key": "X-Request-Id", "value": "r1", "found": true}\
                    """)
    @Example(
            in =
                    """
                    {"object": {"a": 1}, "comparison": "b"}\
                    """,
            out =
                    """
                    {"key": "", "value": null, "found": false}\
                    """)
    static Found findValue(
            @Help("The object") ObjectNode object,
            @Field(type = FieldType.ANY_COMPARISON, whenBlank = "==") @Help("How keys are compared")
                    Optional<String> operator,
            @Help("The value to compare with") Optional<JsonNode> comparison) {
        Comparison wanted = Operands.comparison(operator.orElse("=="));
        for (var entry : object.properties()) {
            if (wanted.holds(TextNode.valueOf(entry.getKey()), orNull(comparison))) {
                return new Found(entry.getKey(), entry.getValue(), true);
            }
        }
        return new Found("", NullNode.getInstance(), false);
    }

    @Card(
            id = "object.filterBy",
            title = "Filter by Value",
            help = "Keeps the keys whose value satisfies a comparison.")
    @Example(
            in =
                    """
                    {"object": {"a": 3, "b": 8, "c": 5}, "operator": ">", "comparison": 4}\
                    """,
            out =
                    """
                    {"output": {"b": 8, "c": 5}}\
                    """)
    static Output filter(
            @Help("The object") ObjectNode object,
            @Field(type = FieldType.ANY_COMPARISON) @Help("How values are compared")
                    String operator,
            @Help("The value to compare with") Optional<JsonNode> comparison) {
        Comparison wanted = Operands.comparison(operator);
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (var entry : object.properties()) {
            if (wanted.holds(entry.getValue(), orNull(comparison))) {
                kept.set(entry.getKey(), entry.getValue());
            }
        }
        return new Output(kept);
    }

    @Card(
            id = "object.removeKeys",
            title = "Remove Keys",
            help = "Removes keys. A dot in a key is part of it; missing keys are ignored.")
    @Example(
            in =
                    """
                    {"object": {"id": 1, "a.b": 2, "c": 3}, "keys": ["a.b", "d"]}\
                    """,
            out =
                    """
                    {"output": {"id": 1, "c": 3}}\
                    """)
    static Output removeKeys(
            @Help("The object") ObjectNode object, @Help("The keys to remove") List<String> keys) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.setAll(object);
        return new Output(kept.remove(keys));
    }

    @Card(
            id = "object.removePaths",
            title = "Remove Paths",
            help =
                    "Removes the values at paths, one after another, also in nested objects "
                            + "and lists. Missing paths are ignored.")
    @Example(
            in =
                    """
                    {"object": {"user": {"id": 1, "secret": "x"}, "tags": ["a", "b"]}, "paths": ["user.secret", "tags.0", "no.such"]}\
                    """,
            out =
                    """
                    {"output": {"user": {"id": 1}, "tags": ["b"]}}\
                    """)
    static Output removePaths(
            @Help("The object") ObjectNode object,
            @Help("The paths to remove; keys are separated by dots, whole numbers index lists")
                    List<String> paths) {
        ObjectNode copy = object.deepCopy();
        paths.forEach(path -> remove(copy, path));
        return new Output(copy);
    }

    private static void remove(JsonNode from, String path) {
        if (from instanceof ObjectNode object && object.has(path)) {
            object.remove(path);
            return;
        }
        int dot = path.indexOf('.');
        if (dot >= 0) {
            remove(step(from, path.substring(0, dot)), path.substring(dot + 1));
        } else if (from instanceof ArrayNode list && path.matches("[0-9]{1,8}")) {
            list.remove(Integer.parseInt(path));
        }
    }

    private static JsonNode step(JsonNode from, String key) {
        return from.isArray() && key.matches("[0-9]{1,8}")
                ? from.path(Integer.parseInt(key))
                : from.path(key);
    }

    private static JsonNode orNull(Optional<JsonNode> value) {
        return value.orElse(NullNode.getInstance());
    }
}
