package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.testing.http.RecordingServer;
import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;
import io.hookline.testing.slack.SimulatedSlack;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A workspace of Slack on a port of its own, which can be told to refuse and to be away. */
final class SlackServer implements AutoCloseable {
    private final SimulatedSlack slack = new SimulatedSlack(InstantSource.system());
    private final RecordingServer server = new RecordingServer(this::answer);
    private volatile Optional<Answer> refusal = Optional.empty();

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
                                SimulatedSlack.arguments(exchange.request()),
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
        refusal = Optional.empty();
    }

    /** Slack's way to refuse: status 200 and an error word. */
    void refuse(String error) {
        refusal = Optional.of(Answer.json(200, "{\"ok\":false,\"error\":\"" + error + "\"}"));
    }

    void limitRate(Duration retryAfter) {
        refusal =
                Optional.of(
                        new Answer(
                                429,
                                Map.of(
                                        "Retry-After",
                                        List.of(Long.toString(retryAfter.toSeconds()))),
                                "{\"ok\":false,\"error\":\"ratelimited\"}"));
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
        return refusal.orElseGet(
                () -> slack.answer(request.rawPath().replaceFirst("^/api/", ""), request));
    }
}
