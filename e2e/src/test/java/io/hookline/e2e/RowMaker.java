package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A flow that makes rows of a table, one card for each. */
final class RowMaker {
    private RowMaker() {}

    static ObjectNode document(String table, JsonNode rows) {
        ObjectNode flow = JsonNodeFactory.instance.objectNode();
        flow.put("id", "rows").put("name", "Make rows");
        ObjectNode data = flow.putObject("data").put("uuid", "rows").put("log", true);
        data.withArray("methods").add(card("start", "root:kernel:control:0.0.1:callable"));
        ObjectNode orderings = data.putObject("orderings");
        String before = "start";
        for (JsonNode row : rows) {
            String uuid = "row" + data.path("methods").size();
            ObjectNode card = card(uuid, "root:channels:http:stash:1.0.0:createRow");
            data.withArray("methods").add(card);
            input(card, "parameters", "stash", JsonNodeFactory.instance.textNode(table));
            row.properties().forEach(cell -> input(card, "Fields", cell.getKey(), cell.getValue()));
            orderings.putArray(uuid).add(before).add(uuid);
            before = uuid;
        }
        return flow;
    }

    private static ObjectNode card(String uuid, String address) {
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        card.put("uuid", uuid).put("address", address).putObject("pins");
        ObjectNode node = card.putObject("node");
        node.putObject("data").put("name", uuid);
        ObjectNode model = node.putObject("model");
        model.putObject("policy").putObject("error").put("type", "finish");
        model.putObject("inputs").putObject("data");
        model.putObject("outputs").putObject("data");
        return card;
    }

    private static void input(ObjectNode card, String group, String key, JsonNode value) {
        ObjectNode fields = (ObjectNode) card.at("/node/model/inputs/data");
        ObjectNode field = fields.putObject(group + "." + key);
        field.put("id", group + "." + key).put("group", group).put("key", key);
        field.putObject("metadata").put("index", fields.size());
        String type = value.isBoolean() ? "boolean" : value.isNumber() ? "number" : "string";
        field.putObject("value").put("type", type).put("collection", false).set("data", value);
    }
}
