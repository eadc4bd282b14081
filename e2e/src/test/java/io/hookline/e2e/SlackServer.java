package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.e2e.RecordingServer.Answer;
import io.hookline.e2e.RecordingServer.Received;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Answers {@code chat.postMessage} as Slack does, and remembers every message. */
final class SlackServer implements AutoCloseable {
    private static final Answer ACCEPTED =
            Answer.json(
                    200,
                    "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1700000000.000100\",\"message\":{}}");

    private final RecordingServer server = new RecordingServer(this::answer);
    private volatile Answer next = ACCEPTED;

    /** One call, with its message read from JSON or from a form. */
    record Message(String path, Map<String, String> headers, JsonNode fields, int status) {
        String text() {
            return fields.path("text").asText();
        }

        String idempotencyKey() {
            return headers.getOrDefault("idempotency-key", "");
        }
    }

    URI url() {
        return server.url().resolve("/api");
    }

    List<Message> messages() {
        return server.exchanges().stream()
                .map(exchange ->
                        new Message(
                                exchange.request().path(),
                                exchange.request().headers(),
                                fields(exchange.request()),
                                exchange.answer().status()))
                .toList();
    }

    int count() {
        return server.count();
    }

    List<Message> awaitMessages(int atLeast, Duration limit) {
        Await.until(
                atLeast + " Slack messages, so far " + server.count(),
                limit,
                () -> server.count() >= atLeast);
        return messages();
    }

    void accept() {
        next = ACCEPTED;
    }

    /** Slack's way to refuse: status 200 and an error word. */
    void refuse(String error) {
        next = Answer.json(200, "{\"ok\":false,\"error\":\"" + error + "\"}");
    }

    void limitRate(Duration retryAfter) {
        next =
                new Answer(
                        429,
                        Map.of("Retry-After", List.of(Long.toString(retryAfter.toSeconds()))),
                        "{\"ok\":false,\"error\":\"ratelimited\"}");
    }

    void afterEach(Consumer<Integer> action) {
        server.afterEach(action);
    }

    void down() {
        server.down();
    }

    void up() {
        server.up();
    }

    @Override
    public void close() {
        server.close();
    }

    private Answer answer(Received request) {
        if (request.method().equals("POST") && request.path().equals("/api/chat.postMessage")) {
            return next;
        }
        return Answer.json(404, "{\"ok\":false,\"error\":\"unknown_method\"}");
    }

    private static JsonNode fields(Received request) {
        if (request.header("content-type").orElse("").startsWith("application/json")) {
            return request.json();
        }
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (String pair : request.body().split("&", -1)) {
            int equals = pair.indexOf('=');
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return form;
    }
}
