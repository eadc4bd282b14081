package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.server.json.Json;
import io.hookline.server.refusal.FieldError;
import io.hookline.server.refusal.Refusal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error in the form of RFC 9457. Thrown only for what HTTP alone knows, such as a foreign host;
 * a feature throws a {@link Refusal}.
 */
public final class Problem extends RuntimeException {
    private final int status;
    private final String title;
    private final transient Map<String, JsonNode> members = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    public Problem(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
    }

    /** Adds a member to the body. */
    public Problem with(String name, JsonNode value) {
        members.put(name, value);
        return this;
    }

    /** Adds a response header, for example {@code Retry-After}. */
    public Problem header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    public Map<String, JsonNode> members() {
        return members;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** The body of the answer. */
    public ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("type", "about:blank");
        body.put("title", title);
        body.put("status", status);
        body.put("detail", getMessage());
        members.forEach(body::set);
        return body;
    }

    /** The whole answer. */
    public Response response() {
        return Response.bytes("application/problem+json", Json.bytes(body()))
                .status(status)
                .headers(headers);
    }

    /** How each kind of refusal reads in RFC 9457: the one place that says so. */
    public static Problem of(Refusal refusal) {
        Problem problem = new Problem(status(refusal), refusal.title(), refusal.getMessage());
        refusal.reason()
                .ifPresent(reason -> problem.with("reason", TextNode.valueOf(reason.name())));
        refusal.facts().forEach(problem::with);
        Headers.of(refusal).forEach(problem::header);
        if (refusal instanceof Refusal.Invalid invalid) {
            invalid.errors().stream()
                    .map(FieldError::field)
                    .filter(field -> !field.isEmpty())
                    .findFirst()
                    .ifPresent(field -> problem.with("field", TextNode.valueOf(field)));
            if (invalid.errors().size() > 1) {
                ArrayNode errors = Json.MAPPER.createArrayNode();
                invalid.errors()
                        .forEach(error ->
                                errors.addObject()
                                        .put("field", error.field())
                                        .put("detail", error.sentence()));
                problem.with("errors", errors);
            }
        }
        return problem;
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case Refusal.Invalid _, Refusal.InvalidFilter _, Refusal.Malformed _ -> 400;
            case Refusal.Unauthenticated _ -> 401;
            case Refusal.NotAllowed _ -> 403;
            case Refusal.NotFound _ -> 404;
            case Refusal.Conflict _, Refusal.Off _ -> 409;
            case Refusal.Outdated _ -> 412;
            case Refusal.TooLarge _ -> 413;
            case Refusal.Unsupported _ -> 415;
            case Refusal.RateLimited _ -> 429;
            case Refusal.TookTooLong _ -> 500;
            case Refusal.OtherSystem _ -> 502;
            case Refusal.Busy _ -> 503;
            case Refusal.Loop _ -> 508;
        };
    }
}
