package io.hookline.testing.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Answers for cards of connectors that nobody wrote yet: each with values of the types that the
 * flows it learned expect, or with what it was told.
 */
public final class CardAnswers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String DATE = "2026-01-31T09:30:00.000Z";
    private static final int MOST = 5_000;

    private final Map<String, ObjectNode> learned = new LinkedHashMap<>();
    private final Map<String, JsonNode> told = new LinkedHashMap<>();

    /** Knows nothing any more. */
    synchronized void forget() {
        learned.clear();
        told.clear();
    }

    /**
     * Answers that card with these outputs, or with these records; of outputs a number {@code
     * $status} is the status.
     */
    public synchronized void tell(String card, JsonNode answer) {
        if (!answer.isContainerNode()) {
            throw new InvalidWorld(
                    "cards." + card + " is neither an object of outputs nor a list of records.");
        }
        if (told.size() >= MOST) {
            throw new InvalidWorld("More than " + MOST + " cards are too many.");
        }
        told.put(card, answer);
    }

    /** Learns from a flow what its cards expect. */
    public synchronized void learn(JsonNode data) {
        for (JsonNode card : data.path("methods")) {
            String[] address = card.path("address").asText().split(":", -1);
            if (address.length == 6 && learned.size() < MOST) {
                ObjectNode answer =
                        learned.computeIfAbsent(
                                address[3] + "." + address[5], id -> JSON.objectNode());
                card.at("/node/model/outputs/data").forEach(output -> put(answer, output));
            }
            card.at("/node/model/inputs/data").forEach(input -> learn(input.at("/value/data")));
            learn(card.at("/node/model/policy/error/flo"));
        }
    }

    /** What a card is answered; empty when it was neither learned nor told. */
    synchronized Optional<Answer> answer(String card, Received request) {
        boolean records = request.header("accept").orElse("").startsWith("application/x-ndjson");
        return Optional.ofNullable(told.get(card))
                .map(CardAnswers::told)
                .or(() ->
                        Optional.ofNullable(learned.get(card))
                                .map(outputs ->
                                        Answer.json(
                                                200,
                                                records
                                                        ? "[" + record(outputs) + "]"
                                                        : outputs.toString())));
    }

    private static Answer told(JsonNode answer) {
        if (answer instanceof ObjectNode outputs) {
            ObjectNode copy = outputs.deepCopy();
            copy.remove("$status");
            return Answer.json(outputs.path("$status").asInt(200), copy.toString());
        }
        return Answer.json(200, answer.toString());
    }

    /**
     * A record of a card that streams: what its outputs say of the lists in them, and usual keys.
     */
    private static ObjectNode record(ObjectNode outputs) {
        ObjectNode record = (ObjectNode) value("record", JSON.textNode("object"), false);
        outputs.findValues("Records").stream()
                .filter(JsonNode::isArray)
                .flatMap(list -> list.valueStream())
                .filter(ObjectNode.class::isInstance)
                .forEach(some -> record.setAll((ObjectNode) some));
        return record;
    }

    /** Puts a value of the field's type where the field expects it. */
    public static void put(ObjectNode into, JsonNode field) {
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
    public static JsonNode value(String key, JsonNode type, boolean list) {
        if (list) {
            ArrayNode items = JSON.arrayNode();
            return items.add(value(key, type, false));
        }
        if (type.isObject()) {
            ObjectNode object = JSON.objectNode();
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
        return switch (type.asText()) {
            case "number" ->
                    JSON.numberNode(key.toLowerCase(Locale.ROOT).contains("status") ? 200 : 1);
            case "boolean" -> JSON.booleanNode(true);
            case "Date" -> JSON.textNode(DATE);
            case "object", "*" ->
                    JSON.objectNode()
                            .put("id", "00u1ada")
                            .put("name", "Ada")
                            .put("status", "ACTIVE")
                            .put("email", "ada@example.org");
            case "file" -> JSON.objectNode().put("name", "file.txt").put("base64", "QWRh");
            default -> JSON.textNode(text(key));
        };
    }

    private static String text(String key) {
        String small = key.toLowerCase(Locale.ROOT);
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

    /** What an event hook delivers. */
    public static ObjectNode envelope() {
        ObjectNode envelope = JSON.objectNode().put("eventId", "e-1");
        ObjectNode event = envelope.putObject("data").putArray("events").addObject();
        event.put("uuid", "u-1").put("eventType", "user.session.start").put("published", DATE);
        event.putObject("actor").put("id", "00u1ada").put("alternateId", "ada@example.org");
        event.putObject("outcome").put("result", "SUCCESS");
        event.putArray("target").addObject().put("id", "00u1ada").put("type", "User");
        return envelope;
    }
}
