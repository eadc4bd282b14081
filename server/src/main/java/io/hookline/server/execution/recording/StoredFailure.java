package io.hookline.server.execution.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.FailedCard;
import io.hookline.server.execution.model.EndedExecution.Failure;
import io.hookline.server.execution.model.StoredJson;
import io.hookline.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;

/** Why an execution failed, as its row of history keeps it beside the kind. */
public final class StoredFailure {
    private StoredFailure() {}

    /** Empty when only the kind is kept. */
    static Optional<String> write(Failure failure) {
        if (failure.message().isEmpty() && failure.path().isEmpty()) {
            return Optional.empty();
        }
        ObjectNode json = details(failure);
        JsonNode inputs = failure.at().inputs();
        if (!inputs.isMissingNode()) {
            json.set("inputs", inputs);
        }
        return Optional.of(json.toString());
    }

    /** What happened and where, without the kind and without what the card was given. */
    public static ObjectNode details(Failure failure) {
        FailedCard at = failure.at();
        ObjectNode json = Json.object();
        json.put("message", failure.message());
        json.put("path", at.path());
        json.put("title", at.title());
        json.put("card", at.card());
        json.put("method", at.method());
        at.helper().ifPresent(helper -> write(json.putObject("helper"), helper));
        return json;
    }

    private static void write(ObjectNode json, FailedCard.Helper helper) {
        json.put("execution", helper.execution().toString());
        json.putObject("flow").put("id", helper.flow()).put("name", helper.name());
        json.put("path", helper.path());
        json.put("title", helper.title());
        json.put("card", helper.card());
        json.put("method", helper.method());
    }

    static Failure read(String kind, Optional<String> stored) {
        try {
            JsonNode json = StoredJson.MAPPER.readTree(stored.orElse("{}"));
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
}
