package io.hookline.server.studio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.testing.WrittenCard;
import io.hookline.testing.WrittenCard.WrittenField;

import java.util.UUID;

/** Documents of small flows, card by card. */
public final class TestFlow {
    private final ObjectNode document = Json.object();
    private final ObjectNode data;
    private final ArrayNode cards;
    private final ObjectNode orderings;
    private WrittenCard last;

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
        String name = address.substring(address.lastIndexOf(':') + 1);
        last = new WrittenCard("card" + (cards.size() + 1), address, name);
        last.model().putObject("display");
        cards.add(last.json());
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
        last.model().put("config", connection);
        return this;
    }

    public TestFlow createsRowIn(String table) {
        return card("root:channels:http:stash:1.0.0:createRow")
                .input("parameters", "stash", "string", table);
    }

    /** Gives the last card an input. */
    public TestFlow input(String group, String key, String type, String literal) {
        WrittenField field =
                last.input("in" + cards.size() + "x" + last.inputs(), group, key, type);
        field.literal(Json.object().textNode(literal));
        field.json().put("flags", "d");
        return this;
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
