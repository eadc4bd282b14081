package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FailureAnswer;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;

/** How failures and the ends of helpers are written in a journal, and read again. */
final class JournalValues {
    private JournalValues() {}

    static ObjectNode failure(CardFailure failure) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("kind", failure.kind());
        value.put("message", failure.getMessage());
        value.put("status", failure.statusCode());
        value.put("code", failure.code());
        failure.answer()
                .ifPresent(answer -> {
                    ObjectNode answered = value.putObject("answer");
                    answered.put("status", answer.status());
                    answered.set("headers", answer.headers());
                    answered.set("body", answer.body());
                });
        if (failure instanceof CardFailure.RateLimited limited) {
            limited.retryAfter()
                    .ifPresent(after -> value.put("retryAfterMillis", after.toMillis()));
        }
        return value;
    }

    static CardFailure failure(JsonNode value) {
        CardFailure failure = withoutAnswer(value);
        return value.path("answer") instanceof ObjectNode answer
                        && answer.path("headers") instanceof ObjectNode headers
                ? failure.answered(
                        new FailureAnswer(
                                answer.path("status").asInt(), headers, answer.path("body")))
                : failure;
    }

    private static CardFailure withoutAnswer(JsonNode value) {
        String message = value.path("message").asText();
        int code = value.path("code").asInt(500);
        return switch (value.path("kind").asText()) {
            case "Unauthorised" -> new CardFailure.Unauthorised(message, code);
            case "NotFound" -> new CardFailure.NotFound(message, code);
            case "RateLimited" ->
                    new CardFailure.RateLimited(
                            message,
                            Optional.of(value.path("retryAfterMillis"))
                                    .filter(JsonNode::isNumber)
                                    .map(millis -> Duration.ofMillis(millis.longValue())));
            case "Unavailable" -> new CardFailure.Unavailable(message, code);
            case "Rejected" -> new CardFailure.Rejected(message, code);
            case "Timeout" -> new CardFailure.Timeout(message);
            case "Denied" -> new CardFailure.Denied(message);
            case "Raised" -> new CardFailure.Raised(message, value.path("status").asInt(500));
            default -> new CardFailure.Invalid(message, value.path("status").asInt(500));
        };
    }

    /** Where it failed, without the inputs of the card, which the reader has already. */
    static ObjectNode failedAt(FailedCard at) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        value.put("path", at.path());
        value.put("title", at.title());
        value.put("card", at.card());
        value.put("method", at.method());
        at.helper()
                .ifPresent(helper ->
                        value.putObject("helper")
                                .put("execution", helper.execution().toString())
                                .put("flow", helper.flow())
                                .put("name", helper.name())
                                .put("path", helper.path())
                                .put("title", helper.title())
                                .put("card", helper.card())
                                .put("method", helper.method()));
        return value;
    }

    static FailedCard failedAt(JsonNode value) {
        JsonNode helper = value.path("helper");
        return new FailedCard(
                value.path("path").asText(),
                value.path("title").asText(),
                value.path("card").asText(),
                value.path("method").asText(),
                MissingNode.getInstance(),
                helper.isObject()
                        ? Optional.of(
                                new FailedCard.Helper(
                                        UUID.fromString(helper.path("execution").asText()),
                                        helper.path("flow").asText(),
                                        helper.path("name").asText(),
                                        helper.path("path").asText(),
                                        helper.path("title").asText(),
                                        helper.path("card").asText(),
                                        helper.path("method").asText()))
                        : Optional.empty());
    }

    /** The end of a helper; only ends are written, never interruptions. */
    static ObjectNode outcome(Outcome outcome) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        switch (outcome) {
            case Outcome.Completed completed -> {
                value.put("end", "completed");
                completed.reply().ifPresent(reply -> value.set("reply", reply(reply)));
            }
            case Outcome.Stopped stopped -> {
                value.put("end", "stopped");
                value.put("by", stopped.by());
                value.put("message", stopped.message());
            }
            case Outcome.Failed failed -> {
                value.put("end", "failed");
                value.setAll(failedAt(failed.at()));
                value.set("failure", failure(failed.failure()));
            }
            case Outcome.Cancelled cancelled -> value.put("end", "cancelled");
            case Outcome.Suspended suspended ->
                    throw new IllegalArgumentException("a suspended helper has not ended");
        }
        return value;
    }

    static Outcome outcome(JsonNode value) {
        return switch (value.path("end").asText()) {
            case "completed" ->
                    new Outcome.Completed(
                            value.has("reply")
                                    ? Optional.of(reply(value.path("reply")))
                                    : Optional.empty());
            case "stopped" ->
                    new Outcome.Stopped(value.path("by").asText(), value.path("message").asText());
            case "failed" -> new Outcome.Failed(failure(value.path("failure")), failedAt(value));
            default -> new Outcome.Cancelled();
        };
    }

    private static ObjectNode reply(Reply reply) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        switch (reply) {
            case Reply.Fields fields ->
                    value.set(fields.returned() ? "fields" : "outputs", fields.fields());
            case Reply.Raw raw -> {
                value.put("status", raw.status());
                ObjectNode headers = value.putObject("headers");
                raw.headers().forEach(headers::put);
                value.put("body", raw.body());
            }
        }
        return value;
    }

    private static Reply reply(JsonNode value) {
        if (value.path("fields") instanceof ObjectNode fields) {
            return new Reply.Fields(fields);
        }
        if (value.path("outputs") instanceof ObjectNode outputs) {
            return new Reply.Fields(outputs, false);
        }
        var headers = new LinkedHashMap<String, String>();
        value.path("headers")
                .properties()
                .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        return new Reply.Raw(value.path("status").asInt(), headers, value.path("body").asText());
    }
}
