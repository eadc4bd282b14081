package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.CardAddress;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Checks that a file has the shape that the rest of this package and the interpreter rely on, and
 * says of the first place that has not what stands there and what was expected.
 */
final class FlopackCheck {
    /** How a column can be found: an addition to what the original writes. */
    private static final Set<String> INDEXES = Set.of("none", "plain", "unique");

    private static final int MAX_NAME = 1_000;

    private FlopackCheck() {}

    static ObjectNode file(JsonNode file) {
        if (!(file instanceof ObjectNode document)) {
            throw new InvalidFlopack("", "A flopack is a JSON object; this is " + kind(file) + ".");
        }
        if (!document.path("type").asText().equals("flopack")) {
            throw new InvalidFlopack(
                    "type", "Expected \"flopack\", found " + shown(document.path("type")) + ".");
        }
        String version = text(document, "version", "");
        if (!version.matches("1\\.\\d{1,4}(\\.\\d{1,4})?")) {
            throw new InvalidFlopack(
                    "version",
                    "Expected a version 1.x, found " + shown(document.path("version")) + ".");
        }
        flags(document.path("flags"));
        ObjectNode data = object(document, "data", "");
        entries(data, "groups", true).forEach(FlopackCheck::folder);
        entries(data, "configs", true).forEach(FlopackCheck::config);
        entries(data, "tables", true).forEach(FlopackCheck::table);
        entries(data, "flos", false).forEach(FlopackCheck::entry);
        return document;
    }

    private static void flags(JsonNode flags) {
        if (!flags.isMissingNode() && !flags.isObject()) {
            throw new InvalidFlopack("flags", "Expected an object, found " + shown(flags) + ".");
        }
        flags.properties()
                .forEach(flag -> {
                    if (!flag.getValue().isBoolean() || !flag.getValue().booleanValue()) {
                        throw new InvalidFlopack(
                                "flags." + flag.getKey(),
                                "Only true is supported, found " + shown(flag.getValue()) + ".");
                    }
                });
    }

    /** The entries of a map by their paths. */
    private static Map<String, ObjectNode> entries(ObjectNode data, String map, boolean optional) {
        if (optional && !data.has(map)) {
            return Map.of();
        }
        Map<String, ObjectNode> entries = new java.util.LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object(data, map, "data").properties()) {
            String path = "data." + map + "." + entry.getKey();
            if (!(entry.getValue() instanceof ObjectNode object)) {
                throw new InvalidFlopack(
                        path, "Expected an object, found " + shown(entry.getValue()) + ".");
            }
            if (entry.getKey().isEmpty() || !text(object, "id", path).equals(entry.getKey())) {
                throw new InvalidFlopack(
                        path + ".id",
                        "Expected the key of the entry, found " + shown(object.path("id")) + ".");
            }
            entries.put(path, object);
        }
        return entries;
    }

    private static void folder(String path, ObjectNode folder) {
        ObjectNode data = object(folder, "data", path);
        name(data, path + ".data");
        optionalText(data, "description", path + ".data");
        optionalText(data, "path", path + ".data");
    }

    private static void config(String path, ObjectNode config) {
        name(config, path);
        if (text(config, "module", path).isBlank()) {
            throw new InvalidFlopack(path + ".module", "The connector's name is empty.");
        }
    }

    private static void table(String path, ObjectNode table) {
        name(table, path);
        optionalText(table, "description", path);
        ObjectNode data = object(table, "data", path);
        optionalText(data, "group_id", path + ".data");
        JsonNode structure = data.path("structure");
        if (!structure.isArray()) {
            throw new InvalidFlopack(
                    path + ".data.structure",
                    "Expected a list of columns, found " + shown(structure) + ".");
        }
        JsonNode keepDays = data.path("keepDays");
        boolean keeps = keepDays.isInt() && keepDays.intValue() > 0;
        if (!keeps && !keepDays.isMissingNode() && !keepDays.isNull()) {
            throw new InvalidFlopack(
                    path + ".data.keepDays",
                    "Expected a number of days from 1 on, found " + shown(keepDays) + ".");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < structure.size(); i++) {
            String where = path + ".data.structure[" + i + "]";
            if (!(structure.get(i) instanceof ObjectNode column)) {
                throw new InvalidFlopack(
                        where, "Expected a column, found " + shown(structure.get(i)) + ".");
            }
            text(column, "type", where);
            if (!names.add(text(column, "name", where))) {
                throw new InvalidFlopack(
                        where + ".name", "A second column " + shown(column.path("name")) + ".");
            }
            if (column.has("index") && !INDEXES.contains(column.path("index").asText())) {
                throw new InvalidFlopack(
                        where + ".index",
                        "Expected none, plain or unique, found "
                                + shown(column.path("index"))
                                + ".");
            }
        }
    }

    private static void entry(String path, ObjectNode flow) {
        flow(flow, path);
    }

    /** Checks an entry of {@code data.flos}. */
    static void flow(JsonNode json, String path) {
        if (!(json instanceof ObjectNode flow)) {
            throw new InvalidFlopack(path, "A flow is a JSON object; this is " + kind(json) + ".");
        }
        text(flow, "id", path);
        name(flow, path);
        optionalText(flow, "description", path);
        ObjectNode data = object(flow, "data", path);
        if (!data.path("uuid").equals(flow.path("id"))) {
            throw new InvalidFlopack(
                    at(path, "data.uuid"),
                    "Expected the flow's id, found " + shown(data.path("uuid")) + ".");
        }
        optionalText(data, "group", at(path, "data"));
        optionalText(data, "security_level", at(path, "data"));
        optionalObject(data, "cron", at(path, "data"));
        if (!data.path("log").isMissingNode() && !data.path("log").isBoolean()) {
            throw new InvalidFlopack(
                    at(path, "data.log"),
                    "Expected true or false, found " + shown(data.path("log")) + ".");
        }
        body(data, at(path, "data"));
    }

    private static void body(ObjectNode data, String path) {
        JsonNode methods = data.path("methods");
        if (!methods.isArray()) {
            throw new InvalidFlopack(
                    path + ".methods", "Expected a list of cards, found " + shown(methods) + ".");
        }
        Map<String, CardJson> cards = new HashMap<>();
        for (int i = 0; i < methods.size(); i++) {
            Turn.check();
            String where = path + ".methods[" + i + "]";
            if (!(methods.get(i) instanceof ObjectNode card)) {
                throw new InvalidFlopack(
                        where, "Expected a card, found " + shown(methods.get(i)) + ".");
            }
            card(card, where);
            if (cards.put(card.path("uuid").asText(), new CardJson(card)) != null) {
                throw new InvalidFlopack(
                        where + ".uuid",
                        "A second card " + shown(card.path("uuid")) + " in this flow.");
            }
        }
        orderings(data, path, cards.keySet());
        for (int i = 0; i < methods.size(); i++) {
            Turn.check();
            pins((ObjectNode) methods.get(i), path + ".methods[" + i + "]", cards);
        }
    }

    private static void orderings(ObjectNode data, String path, Set<String> cards) {
        optionalObject(data, "orderings", path);
        for (Map.Entry<String, JsonNode> ordering : data.path("orderings").properties()) {
            JsonNode pair = ordering.getValue();
            String where = path + ".orderings." + ordering.getKey();
            if (!pair.isArray() || pair.size() != 2) {
                throw new InvalidFlopack(
                        where, "Expected two cards, before and after, found " + shown(pair) + ".");
            }
            for (JsonNode card : pair) {
                if (!card.isTextual() || !cards.contains(card.textValue())) {
                    throw new InvalidFlopack(
                            where, "There is no card " + shown(card) + " in this flow.");
                }
            }
        }
    }

    private static void card(ObjectNode card, String path) {
        if (text(card, "uuid", path).isEmpty()) {
            throw new InvalidFlopack(path + ".uuid", "The card's id is empty.");
        }
        if (CardAddress.parse(text(card, "address", path)).isEmpty()) {
            throw new InvalidFlopack(
                    path + ".address",
                    "Expected root:kernel:MODULE:VERSION:NAME or"
                            + " root:channels:http:CONNECTOR:VERSION:NAME, found "
                            + shown(card.path("address"))
                            + ".");
        }
        ObjectNode node = object(card, "node", path);
        ObjectNode model = object(node, "model", path + ".node");
        String where = path + ".node.model";
        optionalText(model, "config", where);
        optionalObject(model, "display", where);
        optionalText(model.path("display"), "configRef", where + ".display");
        optionalObject(model, "policy", where);
        optionalObject(model.path("policy"), "error", where + ".policy");
        fields(model, "inputs", where);
        fields(model, "outputs", where);
        nested(model.path("policy").path("error").path("flo"), where + ".policy.error.flo");
    }

    private static void fields(ObjectNode model, String side, String path) {
        if (!model.has(side)) {
            return;
        }
        String where = path + "." + side + ".data";
        ObjectNode data = object(object(model, side, path), "data", path + "." + side);
        for (Map.Entry<String, JsonNode> entry : data.properties()) {
            String at = where + "." + entry.getKey();
            if (!(entry.getValue() instanceof ObjectNode field)) {
                throw new InvalidFlopack(
                        at, "Expected a field, found " + shown(entry.getValue()) + ".");
            }
            if (!text(field, "id", at).equals(entry.getKey())) {
                throw new InvalidFlopack(
                        at + ".id",
                        "Expected the key of the entry, found " + shown(field.path("id")) + ".");
            }
            text(field, "key", at);
            optionalText(field, "group", at);
            optionalObject(field, "metadata", at);
            ObjectNode value = object(field, "value", at);
            if (value.path("type").asText().equals("flo")) {
                nested(value.path("data"), at + ".value.data");
            }
        }
    }

    private static void nested(JsonNode body, String path) {
        if (body instanceof ObjectNode flow && !flow.isEmpty()) {
            body(flow, path);
        }
    }

    private static void pins(ObjectNode card, String path, Map<String, CardJson> cards) {
        optionalObject(card, "pins", path);
        optionalObject(card, "branches", path);
        optionalObject(card, "joins", path);
        JsonNode outputs = card.path("node").path("model").path("outputs").path("data");
        for (Map.Entry<String, JsonNode> output : card.path("pins").properties()) {
            String where = path + ".pins." + output.getKey();
            if (!outputs.has(output.getKey())) {
                throw new InvalidFlopack(where, "The card has no such output.");
            }
            if (!output.getValue().isObject()) {
                throw new InvalidFlopack(
                        where, "Expected an object, found " + shown(output.getValue()) + ".");
            }
            for (Map.Entry<String, JsonNode> target : output.getValue().properties()) {
                pin(target.getValue(), where + "." + target.getKey(), cards.get(target.getKey()));
            }
        }
    }

    private static void pin(JsonNode links, String path, CardJson target) {
        if (target == null) {
            throw new InvalidFlopack(path, "There is no such card in this flow.");
        }
        if (!links.isArray()) {
            throw new InvalidFlopack(path, "Expected a list of links, found " + shown(links) + ".");
        }
        JsonNode inputs = target.model().path("inputs").path("data");
        for (JsonNode link : links) {
            if (!link.path("input").isTextual() || !inputs.has(link.path("input").textValue())) {
                throw new InvalidFlopack(
                        path, "The card has no input " + shown(link.path("input")) + ".");
            }
        }
    }

    private static ObjectNode object(ObjectNode parent, String key, String path) {
        if (parent.get(key) instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidFlopack(
                at(path, key), "Expected an object, found " + shown(parent.path(key)) + ".");
    }

    private static void optionalObject(JsonNode parent, String key, String path) {
        JsonNode node = parent.path(key);
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw new InvalidFlopack(
                    at(path, key), "Expected an object, found " + shown(node) + ".");
        }
    }

    private static String text(JsonNode parent, String key, String path) {
        if (parent.path(key).isTextual()) {
            return parent.get(key).textValue();
        }
        throw new InvalidFlopack(
                at(path, key), "Expected a text, found " + shown(parent.path(key)) + ".");
    }

    private static void optionalText(JsonNode parent, String key, String path) {
        JsonNode node = parent.path(key);
        if (!node.isMissingNode() && !node.isNull() && !node.isTextual()) {
            throw new InvalidFlopack(at(path, key), "Expected a text, found " + shown(node) + ".");
        }
    }

    private static void name(ObjectNode parent, String path) {
        String name = text(parent, "name", path);
        if (name.length() > MAX_NAME) {
            throw new InvalidFlopack(
                    at(path, "name"), "The name is longer than " + MAX_NAME + " characters.");
        }
        whole(name, at(path, "name"));
        whole(parent.path("description").asText(), at(path, "description"));
    }

    /**
     * Names and descriptions are kept apart from the document, where only whole characters stay.
     */
    private static void whole(String text, String path) {
        boolean broken =
                text.codePoints()
                        .anyMatch(character ->
                                character == 0
                                        || Character.getType(character) == Character.SURROGATE);
        if (broken) {
            throw new InvalidFlopack(path, "The text holds a NUL or half a character.");
        }
    }

    private static String at(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String kind(JsonNode node) {
        return node.isMissingNode()
                ? "nothing"
                : node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
    }

    private static String shown(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        if (node.isContainerNode()) {
            return node.isArray() ? "a list" : "an object";
        }
        String json = node.toString();
        return json.length() > 80 ? json.substring(0, 80) + "…" : json;
    }
}
