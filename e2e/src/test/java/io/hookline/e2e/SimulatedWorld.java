package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for every system that published flows talk to: it answers each card with values of the
 * types that flows expect of it, over real HTTP.
 */
final class SimulatedWorld implements AutoCloseable {
    private static final String DATE = "2026-01-31T09:30:00.000Z";

    private final Map<String, ObjectNode> answers = new ConcurrentHashMap<>();
    private final Map<String, ObjectNode> scripted = new ConcurrentHashMap<>();
    private final RecordingServer server = new RecordingServer(this::answer);

    URI url() {
        return server.url();
    }

    /** How many calls came in. */
    int calls() {
        return server.count();
    }

    /** Knows nothing any more. */
    void forget() {
        answers.clear();
        scripted.clear();
    }

    /** Answers that card with these outputs; a number {@code $status} is the status. */
    void answers(String card, ObjectNode answer) {
        scripted.put(card, answer);
    }

    /** Learns from a flow what its cards expect. */
    void learn(JsonNode data) {
        for (JsonNode card : data.path("methods")) {
            String[] address = card.path("address").asText().split(":");
            if (address.length == 6) {
                ObjectNode answer =
                        answers.computeIfAbsent(
                                address[3] + "." + address[5],
                                id -> JsonNodeFactory.instance.objectNode());
                card.at("/node/model/outputs/data").forEach(output -> put(answer, output));
            }
            card.at("/node/model/inputs/data").forEach(input -> learn(input.at("/value/data")));
            learn(card.at("/node/model/policy/error/flo"));
        }
    }

    private RecordingServer.Answer answer(RecordingServer.Received request) {
        String card = request.path().replaceFirst("\\?.*", "").replaceFirst(".*/", "");
        if (scripted.containsKey(card)) {
            ObjectNode answer = scripted.get(card).deepCopy();
            int status = answer.path("$status").asInt(200);
            answer.remove("$status");
            return RecordingServer.Answer.json(status, answer.toString());
        }
        ObjectNode answer = answers.getOrDefault(card, JsonNodeFactory.instance.objectNode());
        if (card.indexOf('.') < 0
                || card.startsWith("chat.")
                || card.startsWith("users.")
                || card.startsWith("conversations.")) {
            answer = slack();
        }
        return RecordingServer.Answer.json(200, answer.toString());
    }

    private static ObjectNode slack() {
        ObjectNode slack = JsonNodeFactory.instance.objectNode().put("ok", true);
        slack.put("channel", "C0000000001").put("ts", "1750000000.000100");
        slack.putObject("user").put("id", "U0000000001").put("name", "ada");
        slack.putArray("channels").addObject().put("id", "C0000000001").put("name", "general");
        slack.putObject("message").put("text", "Hello");
        return slack;
    }

    /** Puts a value of the field's type where the field expects it. */
    static void put(ObjectNode into, JsonNode field) {
        String group = field.path("group").asText("");
        boolean grouped = !field.path("group").isNull() && !group.isEmpty();
        ObjectNode target = grouped ? into.withObjectProperty(group) : into;
        target.set(
                field.path("key").asText(),
                value(
                        field.path("key").asText(),
                        field.at("/value/type"),
                        field.at("/value/collection").asBoolean()));
    }

    /** A value of a declared type, the same for the same key. */
    static JsonNode value(String key, JsonNode type, boolean list) {
        if (list) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            return items.add(value(key, type, false));
        }
        if (type.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            type.properties()
                    .forEach(field ->
                            object.set(
                                    field.getKey(),
                                    value(
                                            field.getKey(),
                                            field.getValue().path("type"),
                                            field.getValue().path("collection").asBoolean())));
            return object;
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (type.asText()) {
            case "number" ->
                    json.numberNode(
                            key.toLowerCase(java.util.Locale.ROOT).contains("status") ? 200 : 1);
            case "boolean" -> json.booleanNode(true);
            case "Date" -> json.textNode(DATE);
            case "object", "*" ->
                    json.objectNode()
                            .put("id", "00u1ada")
                            .put("name", "Ada")
                            .put("status", "ACTIVE")
                            .put("email", "ada@example.org");
            case "file" -> json.objectNode().put("name", "file.txt").put("base64", "QWRh");
            default -> json.textNode(text(key));
        };
    }

    /** What an event hook delivers. */
    static ObjectNode envelope() {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("eventId", "e-1");
        ObjectNode event = envelope.putObject("data").putArray("events").addObject();
        event.put("uuid", "u-1").put("eventType", "user.session.start").put("published", DATE);
        event.putObject("actor").put("id", "00u1ada").put("alternateId", "ada@example.org");
        event.putObject("outcome").put("result", "SUCCESS");
        event.putArray("target").addObject().put("id", "00u1ada").put("type", "User");
        return envelope;
    }

    private static String text(String key) {
        String small = key.toLowerCase(java.util.Locale.ROOT);
        if (small.contains("ip address") || small.endsWith("bound")) {
            return "192.0.2.7";
        }
        if (small.matches(".*(json|payload|response|body|output).*")) {
            return "{\"id\": \"00u1ada\", \"status\": \"ACTIVE\"}";
        }
        if (small.contains("mail") || small.contains("login") || small.contains("alternate")) {
            return "ada@example.org";
        }
        if (small.contains("date") || small.contains("time") || small.equals("published")) {
            return DATE;
        }
        if (small.contains("url") || small.contains("link")) {
            return "https://example.org/00u1ada";
        }
        return small.contains("status") ? "ACTIVE" : small.endsWith("id") ? "00u1ada" : "Ada";
    }

    @Override
    public void close() {
        server.close();
    }
}
