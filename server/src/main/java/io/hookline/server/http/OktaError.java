package io.hookline.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A refusal on a path that Okta publishes, in Okta's error object. Clients rely on the code;
 * summaries are ours.
 *
 * @param causes each {@code field: message} or a sentence
 */
record OktaError(int status, String code, String summary, List<String> causes) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final String FORBIDDEN =
            "You do not have permission to perform the requested action";
    private static final String TOO_MANY = "API call exceeded rate limit due to too many requests.";

    OktaError {
        causes = List.copyOf(causes);
    }

    /** How each kind of refusal reads in Okta's error object: the one place that says so. */
    static OktaError of(Refusal refusal) {
        List<String> detail = List.of(refusal.getMessage());
        return switch (refusal) {
            case Refusal.Invalid invalid -> of(invalid);
            case Refusal.Malformed _ ->
                    new OktaError(400, "E0000003", "The request body was not well-formed.", detail);
            case Refusal.InvalidFilter filter ->
                    new OktaError(
                            400,
                            switch (filter.fault()) {
                                case EXPRESSION -> "E0000053";
                                case OPERATOR -> "E0000031";
                                case PARAMETER -> "E0000001";
                            },
                            refusal.getMessage(),
                            List.of());
            case Refusal.Unsupported unsupported ->
                    new OktaError(
                            400,
                            switch (unsupported.fault()) {
                                case MISSING -> "E0000019";
                                case UNKNOWN -> "E0000021";
                            },
                            refusal.title(),
                            detail);
            case Refusal.Unauthenticated _ ->
                    new OktaError(401, "E0000011", "Invalid token provided", detail);
            case Refusal.NotAllowed _ -> new OktaError(403, "E0000006", FORBIDDEN, detail);
            case Refusal.NotFound it ->
                    new OktaError(
                            404,
                            "E0000007",
                            "Not found: Resource not found: "
                                    + it.id()
                                    + " ("
                                    + joined(it.kind())
                                    + ")",
                            List.of());
            case Refusal.Conflict conflict ->
                    new OktaError(
                            409,
                            "E0000195",
                            "Api validation failed due to conflict: " + conflict.subject(),
                            detail);
            case Refusal.RateLimited _ -> new OktaError(429, "E0000047", TOO_MANY, detail);
            case Refusal.TookTooLong _ ->
                    new OktaError(500, "E0000009", refusal.getMessage(), List.of());
            case Refusal.Off _ -> other(409, refusal);
            case Refusal.Outdated _ -> other(412, refusal);
            case Refusal.TooLarge _ -> other(413, refusal);
            case Refusal.OtherSystem _ -> other(502, refusal);
            case Refusal.Busy _ -> other(503, refusal);
            case Refusal.Loop _ -> other(508, refusal);
        };
    }

    /** The summary names the object or field; of a query it says everything. */
    private static OktaError of(Refusal.Invalid invalid) {
        String what =
                switch (invalid.place()) {
                    case BODY -> invalid.subject();
                    case QUERY ->
                            invalid.errors().stream()
                                    .map(error -> "'" + error.field() + "': " + error.sentence())
                                    .collect(Collectors.joining(" "));
                };
        return new OktaError(
                400,
                "E0000001",
                "Api validation failed: " + what,
                invalid.errors().stream().map(FieldError::text).toList());
    }

    /** {@code EventHook} for {@code event hook}. */
    private static String joined(String kind) {
        return Arrays.stream(kind.split(" "))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    private static OktaError other(int status, Refusal refusal) {
        return new OktaError(status, "E0000001", refusal.title(), List.of(refusal.getMessage()));
    }

    /** What HTTP itself refuses. */
    static OktaError of(Problem problem) {
        int status = problem.status();
        List<String> detail = List.of(problem.getMessage());
        return switch (status) {
            case 400 -> new OktaError(status, "E0000001", "Api validation failed: request", detail);
            case 403 -> new OktaError(status, "E0000006", FORBIDDEN, detail);
            case 404 ->
                    new OktaError(status, "E0000008", "The requested path was not found", detail);
            case 405 ->
                    new OktaError(
                            status,
                            "E0000022",
                            "The endpoint does not support the provided HTTP method",
                            detail);
            case 415 ->
                    new OktaError(
                            status,
                            "E0000021",
                            "Bad request. Accept and/or Content-Type headers likely do not match"
                                    + " supported values.",
                            detail);
            case 429 -> new OktaError(status, "E0000047", TOO_MANY, detail);
            case 500 -> new OktaError(status, "E0000009", "Internal Server Error", detail);
            default -> new OktaError(status, "E0000001", problem.title(), detail);
        };
    }

    /** The error object. */
    ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("errorCode", code);
        body.put("errorSummary", summary);
        body.put("errorLink", code);
        body.put("errorId", randomId());
        ArrayNode list = body.putArray("errorCauses");
        causes.forEach(cause -> list.addObject().put("errorSummary", cause));
        return body;
    }

    /** An id by which an error is found again in the log. */
    static String randomId() {
        StringBuilder id = new StringBuilder("oae");
        for (int i = 0; i < 20; i++) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
