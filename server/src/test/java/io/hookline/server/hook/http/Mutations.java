package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.delivery.DeliveryWorld;
import io.hookline.server.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Valid requests made odd at random. */
public final class Mutations {
    private final Random random;

    public Mutations(Random random) {
        this.random = random;
    }

    /** A hook with everything that a hook may have. */
    public static ObjectNode valid(String name) {
        ObjectNode hook =
                DeliveryWorld.hook(name, "http://127.0.0.1:1/api/flo/flow/invoke?clientToken=x");
        hook.put("description", "about it");
        ObjectNode events = (ObjectNode) hook.get("events");
        ObjectNode filter = events.putObject("filter").put("type", "EXPRESSION_LANGUAGE");
        ObjectNode entry =
                filter.putArray("eventFilterMap").addObject().put("event", DeliveryWorld.TYPE);
        entry.putObject("condition").put("expression", "event.outcome.result eq 'SUCCESS'");
        ObjectNode config = (ObjectNode) hook.at("/channel/config");
        config.putArray("headers").addObject().put("key", "X-One").put("value", "two");
        config.putObject("authScheme").put("type", "HEADER").put("key", "X-Key").put("value", "v");
        hook.putObject("delivery").put("policy", "durable").put("maxEvents", 5);
        return hook;
    }

    /** A filter that is probably none. */
    public String expression() {
        StringBuilder text =
                new StringBuilder(
                        "event.target.?[type eq 'User'].size() > 0 && event.outcome.result eq 'X'");
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, "'\"()[]?.&|!=\u0000é😀".charAt(random.nextInt(14)));
                default -> text.insert(at, text.substring(0, Math.min(20, at)));
            }
        }
        return text.toString();
    }

    /** One to three members removed, replaced or added, anywhere. */
    public ObjectNode mutated(ObjectNode body) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            List<JsonNode> places = new ArrayList<>();
            containers(body, places);
            mutate(places.get(random.nextInt(places.size())));
        }
        return body;
    }

    private static void containers(JsonNode node, List<JsonNode> into) {
        if (node.isContainerNode()) {
            into.add(node);
        }
        node.forEach(child -> containers(child, into));
    }

    private void mutate(JsonNode container) {
        if (container instanceof ArrayNode array) {
            if (!array.isEmpty() && random.nextBoolean()) {
                array.remove(random.nextInt(array.size()));
            } else {
                array.add(odd());
            }
            return;
        }
        ObjectNode object = (ObjectNode) container;
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(8) == 0) {
            object.set("odd" + random.nextInt(5), odd());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(3) == 0) {
            object.remove(name);
        } else {
            object.set(name, odd());
        }
    }

    private JsonNode odd() {
        return switch (random.nextInt(12)) {
            case 0 -> Json.MAPPER.nullNode();
            case 1 -> Json.object();
            case 2 -> Json.MAPPER.createArrayNode().add(Json.object()).addNull();
            case 3 -> Json.MAPPER.getNodeFactory().numberNode(random.nextLong());
            case 4 -> Json.MAPPER.getNodeFactory().numberNode(-0.5);
            case 5 -> Json.MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case 6 -> text("x".repeat(random.nextInt(1_000)));
            case 7 -> text("line\r\nX-Evil: 1");
            case 8 -> text("\u0000\ud800\u202e");
            case 9 -> text("http://[::1]:99999/%zz");
            case 10 -> text(expression());
            default -> text("");
        };
    }

    private static JsonNode text(String text) {
        return Json.MAPPER.getNodeFactory().textNode(text);
    }

    /** The text with a piece cut out or a character too many. */
    public String damaged(String text) {
        int at = random.nextInt(text.length());
        return random.nextBoolean()
                ? text.substring(0, at)
                : text.substring(0, at) + "{\"" + text.substring(at);
    }
}
