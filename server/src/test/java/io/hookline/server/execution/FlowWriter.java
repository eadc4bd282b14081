package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.testing.WrittenCard;
import io.hookline.testing.WrittenCard.WrittenField;

import java.util.List;

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
        head.written.model().put("displayed", false);
        choice.written.json().withObject("/branches").put(head.uuid, when);
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
        private final WrittenCard written;

        private Card(String id) {
            String[] parts = id.split("\\.");
            written =
                    new WrittenCard(
                            uuid,
                            WrittenCard.kernel(parts[0], parts[1]),
                            parts[1] + " " + (cards.size() + 1));
            cards.add(written.json());
        }

        private WrittenField input(String group, String key, String type) {
            return written.input(uuid + "-i" + written.inputs(), group, key, type);
        }

        /** An input that the author typed in. */
        Card in(String group, String key, String type, JsonNode literal) {
            input(group, key, type).literal(literal);
            return this;
        }

        Card in(String key, String type, String literal) {
            return in("", key, type, Json.object().textNode(literal));
        }

        /** An input that is linked to an earlier output. */
        Card link(String group, String key, String type, Out from) {
            link(from, input(group, key, type), "");
            return this;
        }

        /** An input that is linked, with a conversion on the link. */
        Card link(String group, String key, String type, Out from, String convert) {
            link(from, input(group, key, type), convert);
            return this;
        }

        private void link(Out from, WrittenField input, String convert) {
            if (convert.isEmpty()) {
                from.card.written.link(from.id, written, input);
            } else {
                from.card.written.link(from.id, written, input, convert, false);
            }
        }

        /** An input of a loop that each item fills; a blank path takes the whole item. */
        Card item(String key, String type, String path) {
            input("", key, type).item(path);
            return this;
        }

        /** A value from outside for the flows in this card, as the editor makes it. */
        void capture(String key, Out from) {
            WrittenField input = input("context", key, from.type);
            input.metadata().put("wormholeMethodId", "inside");
            link(from, input, "");
        }

        Card body(String group, String key, FlowWriter nested) {
            return in(group, key, "flo", nested.data);
        }

        Card handler(FlowWriter nested) {
            written.handler(nested.data);
            return this;
        }

        private WrittenField output(String group, String key, String type) {
            return written.output(uuid + "-o" + written.outputs(), group, key, type);
        }

        Out out(String group, String key, String type) {
            return new Out(this, output(group, key, type).id(), type);
        }

        Out out(String key, String type) {
            return out("", key, type);
        }

        /** A field of a trigger: what comes in goes out. */
        Out mirrored(String group, String key, String type) {
            input(group, key, type);
            return out(group, key, type);
        }

        /** An output that takes a part of an object, on generated cards. */
        Out part(String type, String... path) {
            WrittenField field = output("part", "value", type);
            field.part(List.of(path));
            return new Out(this, field.id(), type);
        }

        /** Lets a join give one value, from whichever path ran. */
        Out joined(String key, String type, Out... sources) {
            WrittenField input = input("", key, type);
            WrittenField output = output("", key, type);
            written.join(input, output);
            for (Out source : sources) {
                link(source, input, "");
            }
            return new Out(this, output.id(), type);
        }
    }
}
