package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the document of a flow whose cards follow each other and whose inputs are linked. */
final class LoopDocument {
    private final ObjectNode flow = JsonNodeFactory.instance.objectNode();
    private final ObjectNode data;

    LoopDocument(String name) {
        flow.put("id", name).put("name", name);
        data = flow.putObject("data").put("uuid", name).put("log", true);
        data.withArray("methods");
        data.putObject("orderings");
    }

    ObjectNode document() {
        return flow;
    }

    /** Adds a card behind the last one. */
    Card card(String address) {
        int place = data.path("methods").size();
        ObjectNode card = data.withArray("methods").addObject();
        card.put("uuid", uuid(place)).put("address", address).putObject("pins");
        ObjectNode node = card.putObject("node");
        node.putObject("data").put("name", uuid(place));
        ObjectNode model = node.putObject("model");
        model.putObject("policy").putObject("error").put("type", "finish");
        model.putObject("inputs").putObject("data");
        model.putObject("outputs").putObject("data");
        if (place > 0) {
            data.withObjectProperty("orderings")
                    .putArray("order" + place)
                    .add(uuid(place - 1))
                    .add(uuid(place));
        }
        return new Card(card);
    }

    private static String uuid(int place) {
        return "card" + place;
    }

    /**
     * An output that later cards can take.
     *
     * @param id of the field
     */
    record Out(Card card, String id) {}

    /** A card with its fields; a type that ends in {@code []} is a list. */
    record Card(ObjectNode json) {
        private ObjectNode field(String side, String group, String key, String type) {
            ObjectNode fields = (ObjectNode) json.at("/node/model/" + side + "/data");
            String id = json.path("uuid").asText() + side + fields.size();
            ObjectNode field = fields.putObject(id).put("id", id).put("key", key);
            field.put("group", group.isEmpty() ? null : group);
            field.putObject("metadata").put("index", fields.size());
            field.putObject("value")
                    .put("type", type.replace("[]", ""))
                    .put("collection", type.endsWith("[]"))
                    .putNull("data");
            return field;
        }

        Card in(String group, String key, String type, JsonNode value) {
            field("inputs", group, key, type).withObjectProperty("value").set("data", value);
            return this;
        }

        Card in(String group, String key, String type, String value) {
            return in(group, key, type, JsonNodeFactory.instance.textNode(value));
        }

        /** An input of a loop that each item fills. */
        Card item(String key, String type) {
            field("inputs", "", key, type)
                    .withObjectProperty("value")
                    .putObject("proxy")
                    .put("dynamic", true)
                    .put("path", "");
            return this;
        }

        Card link(String group, String key, String type, Out from) {
            ObjectNode input = field("inputs", group, key, type);
            from.card
                    .json
                    .withObjectProperty("pins")
                    .withObjectProperty(from.id)
                    .withArrayProperty(json.path("uuid").asText())
                    .addObject()
                    .put("input", input.path("id").asText())
                    .putNull("transform");
            return this;
        }

        Out out(String group, String key, String type) {
            return new Out(this, field("outputs", group, key, type).path("id").asText());
        }
    }
}
