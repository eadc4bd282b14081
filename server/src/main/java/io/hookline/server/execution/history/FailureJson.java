package io.hookline.server.execution.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.FailedCard;
import io.hookline.server.execution.model.EndedExecution.Failure;
import io.hookline.server.execution.model.Head;
import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;

/** Why an execution failed, as history keeps it and as people are shown it. */
public final class FailureJson {
    private FailureJson() {}

    /** All but the kind; empty when only that is kept. */
    public static Optional<String> stored(Failure failure) {
        if (failure.message().isEmpty() && failure.path().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode json = Json.object();
        details(json, failure);
        inputs(json, failure);
        return Optional.of(json.toString());
    }

    public static Failure read(String kind, Optional<String> stored) {
        try {
            JsonNode json = HistoryFormat.MAPPER.readTree(stored.orElse("{}"));
            JsonNode helper = json.path("helper");
            return new Failure(
                    kind,
                    json.path("message").asText(""),
                    new FailedCard(
                            json.path("path").asText(""),
                            json.path("title").asText(""),
                            json.path("card").asText(""),
                            json.path("method").asText(""),
                            json.path("inputs").isObject()
                                    ? json.path("inputs")
                                    : MissingNode.getInstance(),
                            helper.isObject() ? Optional.of(helper(helper)) : Optional.empty()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FailedCard.Helper helper(JsonNode json) {
        return new FailedCard.Helper(
                UUID.fromString(json.path("execution").asText()),
                json.path("flow").path("id").asText(),
                json.path("flow").path("name").asText(),
                json.path("path").asText(),
                json.path("title").asText(),
                json.path("card").asText(),
                json.path("method").asText());
    }

    /** For people; what the card was given is added by {@link #inputs} where there is room. */
    public static ObjectNode shown(Head head, Failure failure) {
        ObjectNode json = Json.object();
        json.put("kind", failure.kind());
        json.putObject("flow").put("id", head.flow().id()).put("name", head.flow().name());
        if (head.savesData()) {
            details(json, failure);
        }
        advice(json, failure.kind());
        return json;
    }

    /** What was expected and what to do. */
    public static void advice(ObjectNode json, String kind) {
        FailureAdvice advice = FailureAdvice.of(kind);
        json.put("expected", advice.expected());
        json.put("advice", advice.advice());
    }

    public static void inputs(ObjectNode json, Failure failure) {
        JsonNode inputs = failure.at().inputs();
        if (!inputs.isMissingNode()) {
            json.set("inputs", inputs);
        }
    }

    private static void details(ObjectNode json, Failure failure) {
        FailedCard at = failure.at();
        json.put("message", failure.message());
        json.put("path", at.path());
        json.put("title", at.title());
        json.put("card", at.card());
        json.put("method", at.method());
        at.helper().ifPresent(helper -> helper(json.putObject("helper"), helper));
    }

    private static void helper(ObjectNode json, FailedCard.Helper helper) {
        json.put("execution", helper.execution().toString());
        json.putObject("flow").put("id", helper.flow()).put("name", helper.name());
        json.put("path", helper.path());
        json.put("title", helper.title());
        json.put("card", helper.card());
        json.put("method", helper.method());
    }
}
