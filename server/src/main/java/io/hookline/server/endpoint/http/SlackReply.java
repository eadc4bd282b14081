package io.hookline.server.endpoint.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.engine.Outcome;
import io.hookline.server.endpoint.invocation.Invocation;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadInput;
import io.hookline.server.http.Response;
import io.hookline.server.json.Json;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What Slack is answered where no card of the flow says it. Slack waits for three seconds, shows an
 * error when it hears nothing, and takes an empty answer as an acknowledgement.
 */
final class SlackReply {
    /** Leaves time for the way to Slack. */
    static final Duration PATIENCE = Duration.ofMillis(2500);

    private SlackReply() {}

    /** The answer to Slack when it asks whether the address of an app is ours. */
    static Optional<Response> handshake(Invocation invocation) {
        if (!invocation.header("content-type").orElse("").startsWith("application/json")) {
            return Optional.empty();
        }
        try {
            JsonNode body = Json.parse(invocation.body().get());
            JsonNode challenge = body.path("challenge");
            return body.path("type").asText().equals("url_verification") && challenge.isTextual()
                    ? Optional.of(Response.json(Json.object().set("challenge", challenge)))
                    : Optional.empty();
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    /** What became of the execution, as {@link FlowReply#of}. */
    static Response of(UUID execution, Answer answer, Payload.Call call) {
        return switch (answer) {
            case Answer.Ended(Outcome.Completed completed) when completed.reply().isEmpty() ->
                    FlowReply.acknowledged(execution);
            case Answer.Ended(Outcome.Stopped stopped) ->
                    isCommand(call) && !stopped.message().isBlank()
                            ? FlowReply.text(execution, stopped.message())
                            : FlowReply.acknowledged(execution);
            default -> FlowReply.of(execution, answer);
        };
    }

    /** Whoever typed a slash command reads what it is answered; a dialog takes no text. */
    private static boolean isCommand(Payload.Call call) {
        return PayloadInput.body(call).has("command");
    }
}
