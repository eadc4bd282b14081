package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.util.Locale;

/** The document of a flow that holds nothing but its trigger. */
public final class EmptyFlow {
    private static final String TRIGGER = "trigger00";

    private EmptyFlow() {}

    /** What starts it. */
    public enum Kind {
        ENDPOINT,
        HELPER,
        MANUAL;

        /** As the API names it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static ObjectNode document(String id, String name, Kind kind) {
        ObjectNode document = Json.object().put("id", id).put("name", name).put("description", "");
        ObjectNode data = document.putObject("data").putNull("id").put("uuid", id);
        data.putObject("tree").put("id", 2).put("name", "empty").put("description", "");
        data.putObject("model");
        ObjectNode card = data.putArray("methods").addObject();
        data.putObject("orderings");
        data.putObject("cron");
        data.put("scheduled", false);
        data.put("security_level", kind == Kind.ENDPOINT ? "medium" : null);
        data.put("log", true).put("inheritLog", true).putNull("group").putNull("templateName");
        data.putNull("connector_method_meta").put("monitor_flo", false);
        switch (kind) {
            case ENDPOINT -> endpoint(card);
            case HELPER -> trigger(card, "control", "callable", "Helper Flow");
            case MANUAL -> trigger(card, "control", "noop", "Start");
        }
        return document;
    }

    private static void endpoint(ObjectNode card) {
        trigger(card, "http", "accept", "API Endpoint");
        ObjectNode model = (ObjectNode) card.get("node").get("model");
        for (String side : new String[] {"inputs", "outputs"}) {
            ObjectNode fields = (ObjectNode) model.get(side).get("data");
            String prefix = side.substring(0, side.length() - 1);
            field(fields, prefix + "Headers", "raw", "headers", "object", 0);
            field(fields, prefix + "Body", "raw", "body", "string", 1);
            field(fields, prefix + "Query", "raw", "query", "string", 2);
            field(fields, prefix + "ExecId", "context", "execution_id", "string", 3);
        }
    }

    private static void trigger(ObjectNode card, String module, String name, String title) {
        card.put("uuid", TRIGGER).put("address", "root:kernel:" + module + ":0.0.1:" + name);
        card.putObject("branches");
        card.putObject("joins");
        card.putObject("pins");
        ObjectNode node = card.putObject("node").put("key", name);
        node.putObject("data").put("name", title);
        ObjectNode model =
                node.putObject("model").put("type", "method").put("_v", 2).put("key", name);
        model.put("displayed", true);
        model.putObject("policy").putObject("error").put("type", "finish");
        model.putNull("config").putObject("display");
        model.putObject("inputs").put("extensible", true).putObject("data");
        model.putObject("outputs").put("extensible", true).putObject("data");
    }

    private static void field(
            ObjectNode fields, String id, String group, String key, String type, int index) {
        ObjectNode field = fields.putObject(id).put("id", id).put("group", group).put("key", key);
        field.putObject("value").put("type", type).put("collection", false).putNull("data");
        field.put("flags", "d").putObject("metadata").put("index", index);
    }
}
