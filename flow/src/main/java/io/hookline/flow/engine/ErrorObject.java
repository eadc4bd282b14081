package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FailureAnswer;
import io.hookline.flow.engine.Outcome.Failed;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The error object that error handlers and the history get ({@code
 * docs/reference/engine.md#errors}). All of its fields are always there.
 */
final class ErrorObject {
    /** Where other systems put a sentence about what is wrong. */
    private static final List<String> SUMMARIES =
            List.of("/errorSummary", "/error/message", "/message", "/error_description");

    /** Where they explain it. */
    private static final List<String> DESCRIPTIONS =
            List.of("/error_description", "/description", "/detail");

    private ErrorObject() {}

    static ObjectNode of(Run run, Failed failed) {
        return of(run, failed.failure(), run.failedCard, card(failed.at()));
    }

    /**
     * @param method uuid of the card that failed
     * @param card which card it is, where it began
     */
    static ObjectNode of(Run run, CardFailure failure, String method, String card) {
        Optional<FailureAnswer> answer = failure.answer();
        JsonNode body = answer.map(FailureAnswer::body).orElse(MissingNode.getInstance());
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("message", failure.getMessage());
        error.put("code", failure.code());
        error.put("method", method);
        error.put("flo", run.flow.id());
        error.put("execution", run.id.toString());
        error.put("statusCode", status(failure));
        error.put("kind", failure.kind());
        error.put("module", card.isEmpty() ? null : card.split("\\.", 2)[0]);
        error.put("description", text(body, DESCRIPTIONS).orElse(null));
        error.set("headers", answer.map(FailureAnswer::headers).orElse(null));
        error.set("body", answer.map(FailureAnswer::body).orElse(null));
        error.put("errorSummary", text(body, SUMMARIES).orElse(failure.getMessage()));
        return error;
    }

    private static String card(FailedCard at) {
        return at.helper().map(FailedCard.Helper::card).orElse(at.card());
    }

    /** What the other system answered with, or the author of the flow; null when nobody did. */
    private static Integer status(CardFailure failure) {
        return failure.answer()
                .map(FailureAnswer::status)
                .orElse(failure instanceof CardFailure.Raised raised ? raised.statusCode() : null);
    }

    private static Optional<String> text(JsonNode body, List<String> places) {
        Stream<JsonNode> found = places.stream().map(body::at);
        return found.filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank())
                .findFirst();
    }
}
