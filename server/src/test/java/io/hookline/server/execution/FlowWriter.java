package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

/**
 * Writes the document of a flow of function cards in any shape: links between any two cards, paths
 * that join, flows inside of cards. Cards follow each other in the order in which they are added.
 */
final class FlowWriter {
    private final String id;
    private final String name;
    private final ObjectNode data = Json.object();
    private final ArrayNode cards;
    private final ObjectNode orderings;
    private String last = "";

    FlowWriter(String id, String name) {
        this.id = id;
        this.name = name;
        data.putNull("id").put("uuid", id);
        cards = data.putArray("methods");
        orderings = data.putObject("orderings");
        data.putObject("cron");
        data.put("scheduled", false).putNull("security_level").put("log", true).putNull("group");
    }

    /**
     * An output that later cards can take.
     *
     * @param type its word, with {@code []} for a list
     */
    record Out(Card card, String id, String type) {}

    /** Adds a card behind the last one; {@code id} is module and name. */
    Card card(String id) {
        Card card = new Card(id);
        follow(card);
        return card;
    }

    /** A card that stands nowhere yet: where two paths join. */
    Card join() {
        return new Card("control.join");
    }

    /** Writes one path of an If/Else up to where it joins the other. */
    void path(Card choice, boolean when, Card join, Runnable body) {
        Card head = new Card("control.noop");
        head.model().put("displayed", false);
        choice.json.withObject("/branches").put(head.uuid, when);
        last = head.uuid;
        body.run();
        order(head.uuid, join.uuid);
        if (!last.equals(head.uuid)) {
            order(last, join.uuid);
        }
        last = choice.uuid;
    }

    /** Goes on behind a join, whose paths lead to it already. */
    void goOn(Card join) {
        last = join.uuid;
    }

    private void follow(Card card) {
        if (!last.isEmpty()) {
            order(last, card.uuid);
        }
        last = card.uuid;
    }

    private void order(String before, String after) {
        orderings.putArray("order" + orderings.size()).add(before).add(after);
    }

    /** The document, as an entry of a file. */
    ObjectNode document() {
        ObjectNode flow = Json.object().put("id", id).put("name", name).put("description", "");
        flow.set("data", data);
        return flow;
    }

    /** One card, with its fields. */
    final class Card {
        private final String uuid = "card" + cards.size();
        private final ObjectNode json = cards.addObject();

        private Card(String id) {
            String[] parts = id.split("\\.");
            json.put("uuid", uuid);
            json.put("address", "root:kernel:" + parts[0] + ":0.0.1:" + parts[1]);
            json.putObject("branches");
            json.putObject("joins");
            json.putObject("pins");
            ObjectNode node = json.putObject("node").put("key", parts[1]);
            node.putObject("data").put("name", parts[1] + " " + cards.size());
            ObjectNode model = node.putObject("model").put("displayed", true).putNull("config");
            model.putObject("policy").putObject("error").put("type", "finish");
            model.putObject("inputs").putObject("data");
            model.putObject("outputs").putObject("data");
        }

        private ObjectNode model() {
            return (ObjectNode) json.path("node").path("model");
        }

        private ObjectNode field(String side, String group, String key, String type) {
            ObjectNode fields = (ObjectNode) model().path(side).path("data");
            String field = uuid + "-" + side.charAt(0) + fields.size();
            ObjectNode made = fields.putObject(field).put("id", field).put("key", key);
            made.put("group", group.isEmpty() ? null : group);
            boolean list = type.endsWith("[]");
            made.putObject("value")
                    .put("type", list ? type.substring(0, type.length() - 2) : type)
                    .put("collection", list)
                    .putNull("data");
            made.putObject("metadata").put("index", fields.size());
            return made;
        }

        /** An input that the author typed in. */
        Card in(String group, String key, String type, JsonNode literal) {
            ((ObjectNode) field("inputs", group, key, type).get("value")).set("data", literal);
            return this;
        }

        Card in(String key, String type, String literal) {
            return in("", key, type, Json.object().textNode(literal));
        }

        /** An input that is linked to an earlier output. */
        Card link(String group, String key, String type, Out from) {
            link(from, field("inputs", group, key, type), "");
            return this;
        }

        /** An input that is linked, with a conversion on the link. */
        Card link(String group, String key, String type, Out from, String convert) {
            link(from, field("inputs", group, key, type), convert);
            return this;
        }

        private void link(Out from, ObjectNode input, String convert) {
            ObjectNode link =
                    from.card
                            .json
                            .withObjectProperty("pins")
                            .withObjectProperty(from.id)
                            .withArrayProperty(uuid)
                            .addObject();
            link.put("input", input.get("id").textValue());
            if (convert.isEmpty()) {
                link.putNull("transform");
            } else {
                link.putObject("transform")
                        .putObject(from.id)
                        .put("convert", convert)
                        .put("dest", from.id)
                        .put("forceWrapArray", false);
            }
        }

        /** An input of a loop that each item fills; a blank path takes the whole item. */
        Card item(String key, String type, String path) {
            ((ObjectNode) field("inputs", "", key, type).get("value"))
                    .putObject("proxy")
                    .put("dynamic", true)
                    .put("path", path);
            return this;
        }

        /** A value from outside for the flows in this card, as the editor makes it. */
        void capture(String key, Out from) {
            ObjectNode input = field("inputs", "context", key, from.type);
            ((ObjectNode) input.get("metadata")).put("wormholeMethodId", "inside");
            link(from, input, "");
        }

        Card body(String group, String key, FlowWriter nested) {
            return in(group, key, "flo", nested.data);
        }

        Card handler(FlowWriter nested) {
            ObjectNode error = model().withObject("/policy").putObject("error");
            error.put("type", "handler").put("merge", "join").set("flo", nested.data);
            return this;
        }

        Out out(String group, String key, String type) {
            return new Out(this, field("outputs", group, key, type).get("id").textValue(), type);
        }

        Out out(String key, String type) {
            return out("", key, type);
        }

        /** A field of a trigger: what comes in goes out. */
        Out mirrored(String group, String key, String type) {
            field("inputs", group, key, type);
            return out(group, key, type);
        }

        /** An output that takes a part of an object, on generated cards. */
        Out part(String type, String... path) {
            ObjectNode field = field("outputs", "part", "value", type);
            field.withObjectProperty("metadata").set("path", Json.MAPPER.valueToTree(path));
            return new Out(this, field.get("id").textValue(), type);
        }

        /** Lets a join give one value, from whichever path ran. */
        Out joined(String key, String type, Out... sources) {
            ObjectNode input = field("inputs", "", key, type);
            Out out = out(key, type);
            json.withObjectProperty("joins")
                    .withArrayProperty(input.get("id").textValue())
                    .addObject()
                    .put("output", out.id)
                    .putNull("transform");
            for (Out source : sources) {
                link(source, input, "");
            }
            return out;
        }
    }
}
