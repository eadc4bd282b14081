package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.testing.http.RecordingServer;
import io.hookline.testing.http.RecordingServer.Answer;
import io.hookline.testing.http.RecordingServer.Received;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Somebody else's receiver of an event hook: answers the challenge, remembers every delivery. */
final class HookReceiver implements AutoCloseable {
    static final String CHALLENGE = "x-okta-verification-challenge";

    private final RecordingServer server = new RecordingServer(this::answer);
    private volatile int status = 204;

    /** One POST, with the status it was answered. */
    record Delivery(Map<String, String> headers, String body, JsonNode envelope, int status) {
        String eventId() {
            return envelope.path("eventId").asText();
        }

        List<String> uuids() {
            return StreamSupport.stream(envelope.path("data").path("events").spliterator(), false)
                    .map(event -> event.path("uuid").asText())
                    .toList();
        }
    }

    URI url() {
        return server.url().resolve("/hooks/events");
    }

    List<Delivery> deliveries() {
        return server.exchanges().stream()
                .filter(exchange -> exchange.request().method().equals("POST"))
                .map(exchange ->
                        new Delivery(
                                exchange.request().headers(),
                                exchange.request().body(),
                                exchange.request().json(),
                                exchange.answer().status()))
                .toList();
    }

    List<Received> challenges() {
        return server.exchanges().stream()
                .map(RecordingServer.Exchange::request)
                .filter(request -> request.method().equals("GET"))
                .toList();
    }

    void answerWith(int deliveryStatus) {
        status = deliveryStatus;
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
        if (request.method().equals("GET")) {
            return request.header(CHALLENGE)
                    .map(value -> Answer.json(200, "{\"verification\":\"" + value + "\"}"))
                    .orElseGet(() -> Answer.json(400, "{}"));
        }
        return new Answer(status, Map.of(), "");
    }
}
