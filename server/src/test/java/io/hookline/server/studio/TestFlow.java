package io.hookline.server.studio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.util.UUID;

/** Documents of small flows, card by card. */
public final class TestFlow {
    private final ObjectNode document = Json.object();
    private final ObjectNode data;
    private final ArrayNode cards;
    private final ObjectNode orderings;

    private TestFlow(String name) {
        String id = UUID.randomUUID().toString();
        document.put("id", id).put("name", name).put("description", "");
        data = document.putObject("data").putNull("id").put("uuid", id);
        cards = data.putArray("methods");
        orderings = data.putObject("orderings");
        data.putObject("cron");
        data.put("log", true).putNull("security_level").putNull("group");
    }

    public static TestFlow endpoint(String name) {
        return new TestFlow(name).card("root:kernel:http:0.0.1:accept");
    }

    public static TestFlow helper(String name) {
        return new TestFlow(name).card("root:kernel:control:0.0.1:callable");
    }

    public String id() {
        return document.get("id").textValue();
    }

    public TestFlow level(String level) {
        data.put("security_level", level);
        return this;
    }

    public TestFlow group(String folder) {
        data.put("group", folder);
        return this;
    }

    /** Adds a card at the end. */
    public TestFlow card(String address) {
        ObjectNode card =
                cards.addObject().put("uuid", "card" + cards.size()).put("address", address);
        card.putObject("pins");
        ObjectNode node = card.putObject("node");
        node.putObject("data").put("name", address.substring(address.lastIndexOf(':') + 1));
        ObjectNode model = node.putObject("model").putNull("config");
        model.putObject("display");
        model.putObject("policy").putObject("error").put("type", "finish");
        model.putObject("inputs").putObject("data");
        model.putObject("outputs").putObject("data");
        if (cards.size() > 1) {
            orderings
                    .putArray("order" + cards.size())
                    .add("card" + (cards.size() - 1))
                    .add("card" + cards.size());
        }
        return this;
    }

    public TestFlow calls(String helper) {
        return card("root:kernel:control:0.0.1:spawn").input("", "flo", "flo", helper);
    }

    public TestFlow slack(String connection) {
        card("root:channels:http:slack:1.6.229:sendMessageToChannel2");
        model().put("config", connection);
        return this;
    }

    public TestFlow createsRowIn(String table) {
        return card("root:channels:http:stash:1.0.0:createRow")
                .input("parameters", "stash", "string", table);
    }

    /** Gives the last card an input. */
    public TestFlow input(String group, String key, String type, String literal) {
        ObjectNode fields = (ObjectNode) model().get("inputs").get("data");
        String id = "in" + cards.size() + "x" + fields.size();
        ObjectNode field = fields.putObject(id).put("id", id).put("key", key);
        field.put("group", group.isEmpty() ? null : group).put("flags", "d");
        field.putObject("value").put("type", type).put("collection", false).put("data", literal);
        field.putObject("metadata").put("index", fields.size() - 1);
        return this;
    }

    private ObjectNode model() {
        return (ObjectNode) cards.get(cards.size() - 1).get("node").get("model");
    }

    public ObjectNode document() {
        return document;
    }

    /** A file of flows alone. */
    public static ObjectNode file(TestFlow... flows) {
        ObjectNode file = Json.object().put("type", "flopack").put("version", "1.5.0");
        file.put("created", "2026-01-01T00:00:00.000Z");
        file.putObject("flags").put("auto-transform", true);
        ObjectNode data = file.putObject("data");
        ObjectNode flos = data.putObject("flos");
        for (TestFlow flow : flows) {
            flos.set(flow.id(), flow.document);
        }
        data.putObject("configs");
        data.putObject("tables");
        data.putObject("groups");
        return file;
    }
}
