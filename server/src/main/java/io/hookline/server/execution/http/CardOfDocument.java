package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.http.Body;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.EmptyFlow;
import io.hookline.server.studio.flow.NewFlows;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Makes a flow of one card of a document, which runs it alone. */
final class CardOfDocument {
    /** A test has the caller wait, so it waits less long for other systems than a flow may. */
    private static final int MOST_MILLIS = 30_000;

    private CardOfDocument() {}

    /**
     * @param request with the members {@code card} and {@code inputs}, whose values replace what is
     *     typed in or linked
     */
    static ObjectNode flow(Body request) {
        Body body = request.object("card").orElseThrow(() -> noCard(request));
        ObjectNode card = body.json().deepCopy();
        JsonNode model = card.path("node").path("model");
        if (!(model instanceof ObjectNode settings)) {
            throw noCard(request);
        }
        if (!card.path("branches").isEmpty() || !card.path("joins").isEmpty()) {
            throw request.invalid(
                    "card",
                    "an If/Else and its ways cannot be tested alone; try the whole flow instead.");
        }
        card.putObject("branches");
        card.putObject("joins");
        card.putObject("pins");
        // a failure is what the test is to show; only If Error handles it by itself
        if (!settings.at("/policy/error/type").asText().equals("handler")) {
            settings.putObject("policy").putObject("error").put("type", "finish");
        }
        settings.put("timeout", Math.min(MOST_MILLIS, timeout(settings)));
        give(settings, request.object("inputs").orElseGet(() -> Body.of(Json.object())));
        return NewFlows.checked(Json.bytes(flow(card)));
    }

    private static RuntimeException noCard(Body request) {
        return request.invalid("card", "expected a card of a flow's document.");
    }

    private static int timeout(ObjectNode model) {
        int said = model.path("timeout").asInt(0);
        return said > 0 ? said : MOST_MILLIS;
    }

    private static void give(ObjectNode model, Body inputs) {
        Set<String> unknown = new HashSet<>();
        for (Map.Entry<String, JsonNode> given : inputs.json().properties()) {
            unknown.add(given.getKey());
        }
        for (JsonNode field : model.path("inputs").path("data")) {
            String group = field.path("group").asText("");
            String key = field.path("key").asText();
            JsonNode value =
                    group.isEmpty() ? inputs.json().path(key) : inputs.json().path(group).path(key);
            unknown.remove(group.isEmpty() ? key : group);
            if (!value.isMissingNode() && field.path("value") instanceof ObjectNode typed) {
                typed.set("data", value);
                typed.put("proxy", false);
            }
        }
        unknown.stream()
                .sorted()
                .findFirst()
                .ifPresent(name ->
                        inputs.fault(name, "the card has no input and no group of that name."));
    }

    private static ObjectNode flow(ObjectNode card) {
        String id = UUID.randomUUID().toString();
        ObjectNode document = EmptyFlow.document(id, "Test", EmptyFlow.Kind.MANUAL);
        ObjectNode data = (ObjectNode) document.get("data");
        String trigger = data.at("/methods/0/uuid").textValue();
        if (card.path("uuid").asText().equals(trigger)) {
            card.put("uuid", trigger + "-tested");
        }
        data.withArray("methods").add(card);
        ((ObjectNode) data.get("orderings"))
                .putArray("only")
                .add(trigger)
                .add(card.path("uuid").asText());
        return document;
    }
}
