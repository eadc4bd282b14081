package io.hookline.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal in the shape of RFC 9457. The detail says what was attempted, with which value, what
 * was expected and what to do.
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

    public static Problem badRequest(String detail) {
        return new Problem(400, "Bad request", detail);
    }

    public static Problem notFound(String what, String id) {
        return new Problem(404, "Not found", "There is no " + what + " with id " + id + ".");
    }
}
