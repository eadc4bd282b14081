package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * Writes a flow's document card by card, in order; a link names {@code card/group/key} of an
 * output.
 */
public final class FlowDocument {
    private final String name;
    private final LinkedHashMap<String, ObjectNode> cards = new LinkedHashMap<>();

    private FlowDocument(String name) {
        this.name = name;
    }

    /** A flow that starts with an API Endpoint. */
    public static FlowDocument endpoint(String name) {
        return new FlowDocument(name)
                .card("start", "http:accept", "API Endpoint")
                .output("raw", "headers", "object")
                .output("raw", "body", "string")
                .output("raw", "query", "string")
                .output("context", "execution_id", "string");
    }

    /** A helper flow. */
    public static FlowDocument helper(String name) {
        return new FlowDocument(name).card("start", "control:callable", "Helper Flow");
    }

    public FlowDocument card(String uuid, String address, String title) {
        String[] parts = address.split(":");
        String full =
                parts.length == 2
                        ? "root:kernel:" + parts[0] + ":0.0.1:" + parts[1]
                        : "root:channels:http:" + parts[1] + ":1.0.0:" + parts[2];
        ObjectNode card = Json.object();
        card.put("uuid", uuid);
        card.put("address", full);
        card.putObject("pins");
        ObjectNode node = card.putObject("node");
        node.putObject("data").put("name", title);
        ObjectNode model = node.putObject("model");
        model.putObject("policy").putObject("error").put("type", "finish");
        model.putObject("inputs").putObject("data");
        model.putObject("outputs").putObject("data");
        cards.put(uuid, card);
        return this;
    }

    private ObjectNode last() {
        return cards.sequencedValues().getLast();
    }

    private static ObjectNode field(ObjectNode card, String side, String group, String key) {
        String id = card.path("uuid").asText() + "." + side + "." + group + "." + key;
        ObjectNode fields = (ObjectNode) card.path("node").path("model").path(side).path("data");
        int index = fields.size();
        ObjectNode field = fields.putObject(id);
        field.put("id", id);
        field.put("key", key);
        if (!group.isEmpty()) {
            field.put("group", group);
        }
        field.putObject("metadata").put("index", index);
        return field;
    }

    public FlowDocument output(String group, String key, String type) {
        return output(group, key, type, false);
    }

    /** An output that is a list of that type. */
    public FlowDocument outputs(String group, String key, String type) {
        return output(group, key, type, true);
    }

    private FlowDocument output(String group, String key, String type, boolean list) {
        field(last(), "outputs", group, key)
                .putObject("value")
                .put("type", type)
                .put("collection", list);
        return this;
    }

    public FlowDocument input(String group, String key, String type, JsonNode literal) {
        field(last(), "inputs", group, key)
                .putObject("value")
                .put("type", type)
                .put("collection", false)
                .set("data", literal);
        return this;
    }

    public FlowDocument text(String key, String literal) {
        return input("", key, "string", Json.object().textNode(literal));
    }

    /** An input that names a flow. */
    public FlowDocument flow(String key, String id) {
        return input("", key, "flo", Json.object().textNode(id));
    }

    /** An input that holds a flow. */
    public FlowDocument flow(String key, FlowDocument nested) {
        return input("", key, "flo", nested.json("nested").path("data"));
    }

    /** An input that is a list of texts. */
    public FlowDocument list(String key, String... items) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        List.of(items).forEach(list::add);
        input("", key, "string", list);
        ObjectNode inputs = (ObjectNode) last().at("/node/model/inputs/data");
        ((ObjectNode) inputs.path(last().path("uuid").asText() + ".inputs.." + key).path("value"))
                .put("collection", true);
        return this;
    }

    /** An input of a loop that takes each item in turn. */
    public FlowDocument item(String key) {
        input("", key, "string", Json.object().nullNode());
        ObjectNode inputs = (ObjectNode) last().at("/node/model/inputs/data");
        ((ObjectNode) inputs.path(last().path("uuid").asText() + ".inputs.." + key).path("value"))
                .putObject("proxy")
                .put("dynamic", true)
                .put("path", "");
        return this;
    }

    /** The connection of the last card. */
    public FlowDocument connection(String id) {
        ((ObjectNode) last().at("/node/model")).put("config", id);
        return this;
    }

    /** What follows when the last card fails; nothing that is not given here. */
    public FlowDocument errorPolicy(ObjectNode error) {
        ((ObjectNode) last().at("/node/model/policy")).set("error", error);
        return this;
    }

    /** The flow in the last card that handles an error. */
    public FlowDocument handler(FlowDocument nested) {
        ObjectNode error = Json.object().put("type", "handler").put("merge", "join");
        error.set("flo", nested.json("handler").path("data"));
        return errorPolicy(error);
    }

    /** An input that takes an output of an earlier card. */
    public FlowDocument linked(String group, String key, String type, String from) {
        String[] source = from.split("/", -1);
        input(group, key, type, Json.object().nullNode());
        String input = last().path("uuid").asText() + ".inputs." + group + "." + key;
        String output = source[0] + ".outputs." + source[1] + "." + source[2];
        ObjectNode pins = (ObjectNode) cards.get(source[0]).path("pins");
        pins.withObjectProperty(output)
                .withArrayProperty(last().path("uuid").asText())
                .addObject()
                .put("input", input);
        return this;
    }

    public ObjectNode json(String id) {
        ObjectNode flow = Json.object();
        flow.put("id", id);
        flow.put("name", name);
        ObjectNode data = flow.putObject("data");
        data.put("uuid", id);
        data.put("log", true);
        cards.values().forEach(data.withArray("methods")::add);
        ObjectNode orderings = data.putObject("orderings");
        String before = "";
        for (String uuid : cards.keySet()) {
            if (!before.isEmpty()) {
                orderings.putArray(before + ">" + uuid).add(before).add(uuid);
            }
            before = uuid;
        }
        return flow;
    }
}
