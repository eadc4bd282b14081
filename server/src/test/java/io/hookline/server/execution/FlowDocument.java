package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.testing.WrittenCard;
import io.hookline.testing.WrittenCard.WrittenField;

import java.util.LinkedHashMap;
import java.util.List;

/**
 * Writes a flow's document card by card, in order; a link names {@code card/group/key} of an
 * output.
 */
public final class FlowDocument {
    private final String name;
    private final LinkedHashMap<String, WrittenCard> cards = new LinkedHashMap<>();

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
                        ? WrittenCard.kernel(parts[0], parts[1])
                        : WrittenCard.connector(parts[1], parts[2]);
        cards.put(uuid, new WrittenCard(uuid, full, title));
        return this;
    }

    private WrittenCard last() {
        return cards.sequencedValues().getLast();
    }

    private String id(String side, String group, String key) {
        return last().uuid() + "." + side + "." + group + "." + key;
    }

    private WrittenField field(String group, String key, String type) {
        return last().input(id("inputs", group, key), group, key, type);
    }

    public FlowDocument output(String group, String key, String type) {
        last().output(id("outputs", group, key), group, key, type);
        return this;
    }

    /** An output that is a list of that type. */
    public FlowDocument outputs(String group, String key, String type) {
        return output(group, key, type + "[]");
    }

    public FlowDocument input(String group, String key, String type, JsonNode literal) {
        field(group, key, type).literal(literal);
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
        field("", key, "string[]").literal(list);
        return this;
    }

    /** An input of a loop that takes each item in turn. */
    public FlowDocument item(String key) {
        field("", key, "string").item("");
        return this;
    }

    /** The connection of the last card. */
    public FlowDocument connection(String id) {
        last().model().put("config", id);
        return this;
    }

    /** A setting of the last card. */
    public FlowDocument setting(String name, JsonNode value) {
        last().model().set(name, value);
        return this;
    }

    /** How long the last card may take, in milliseconds. */
    public FlowDocument timeout(int millis) {
        last().model().put("timeout", millis);
        return this;
    }

    /** What follows when the last card fails; nothing that is not given here. */
    public FlowDocument errorPolicy(ObjectNode error) {
        last().errorPolicy(error);
        return this;
    }

    /** The flow in the last card that handles an error. */
    public FlowDocument handler(FlowDocument nested) {
        last().handler(nested.json("handler").path("data"));
        return this;
    }

    /** An input that takes an output of an earlier card. */
    public FlowDocument linked(String group, String key, String type, String from) {
        String[] source = from.split("/", -1);
        String output = source[0] + ".outputs." + source[1] + "." + source[2];
        cards.get(source[0]).link(output, last(), field(group, key, type));
        return this;
    }

    public ObjectNode json(String id) {
        ObjectNode flow = Json.object();
        flow.put("id", id);
        flow.put("name", name);
        ObjectNode data = flow.putObject("data");
        data.put("uuid", id);
        data.put("log", true);
        cards.values().forEach(card -> data.withArray("methods").add(card.json()));
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
