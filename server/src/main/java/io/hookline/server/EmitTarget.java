package io.hookline.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.AddressGuard;
import io.hookline.outbound.Answer;
import io.hookline.outbound.Host;
import io.hookline.outbound.HttpSender;
import io.hookline.outbound.OutboundFailure;
import io.hookline.outbound.Request;
import io.hookline.server.Emit.EmitRefused;
import io.hookline.server.json.Json;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The server to which events are sent, and what it said of them. */
final class EmitTarget implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 4_000_000;
    private static final int MOST_CAUSES = 10;

    private final URI url;
    private final String token;
    private final HttpSender sender;
    private int sent;
    private int duplicates;

    private EmitTarget(URI url, String token, HttpSender sender) {
        this.url = url;
        this.token = token;
        this.sender = sender;
    }

    /** The person at the command line named the server, so it may be anywhere. */
    static EmitTarget of(URI url, String token) {
        return new EmitTarget(
                url, token, new HttpSender(new AddressGuard(List.of(Host.of(url).text()), true)));
    }

    /** Sends events, all or none. */
    void send(List<ObjectNode> events) {
        if (events.isEmpty()) {
            return;
        }
        ArrayNode body = Json.MAPPER.createArrayNode();
        events.forEach(body::add);
        Answer answer = ask("POST", "/api/v1/logs", Json.bytes(body));
        if (answer.status() != 202) {
            throw refused(answer);
        }
        sent += events.size();
        for (JsonNode event : json(answer).path("events")) {
            duplicates += event.path("duplicate").asBoolean() ? 1 : 0;
        }
    }

    /**
     * The sample of a type that only the server knows; empty when it knows no such type. The tokens
     * of sources may not ask for it: their event is of that type and says nothing more.
     */
    Optional<ObjectNode> registeredSample(String type) {
        String id = URLEncoder.encode(type, StandardCharsets.UTF_8).replace("+", "%20");
        Answer answer = ask("GET", "/api/hookline/v1/eventTypes/" + id, new byte[0]);
        return switch (answer.status()) {
            case 200 ->
                    Optional.of(json(answer).path("sample"))
                            .filter(ObjectNode.class::isInstance)
                            .map(ObjectNode.class::cast);
            case 403 -> Optional.of(Json.object().put("eventType", type));
            case 404 -> Optional.empty();
            default -> throw refused(answer);
        };
    }

    /** What happened, for the person who asked. */
    String summary() {
        return sent
                + (sent == 1 ? " event" : " events")
                + " sent to "
                + url
                + (duplicates == 0 ? "" : ", " + duplicates + " of them known there already")
                + ".";
    }

    private Answer ask(String method, String path, byte[] body) {
        try {
            return sender.send(
                    new Request(
                            method,
                            URI.create(url + path),
                            List.of(
                                    new Request.Header("Authorization", "SSWS " + token),
                                    new Request.Header("Content-Type", "application/json"),
                                    new Request.Header("Accept", "application/json")),
                            body,
                            TIMEOUT,
                            MAX_ANSWER));
        } catch (OutboundFailure e) {
            throw new EmitRefused(
                    "The server at "
                            + url
                            + " could not be asked after "
                            + sent
                            + " events: "
                            + e.getMessage());
        }
    }

    private EmitRefused refused(Answer answer) {
        return switch (answer.status()) {
            case 401 ->
                    new EmitRefused(
                            "The server at %s does not know the token, or it was revoked (401). Check --token or HOOKLINE_API_TOKEN, and that the server is the one it was made for. %s"
                                    .formatted(url, sentSoFar()));
            case 403 ->
                    new EmitRefused(
                            "The token is right, but may not send events to %s (403). Use the token of a source, or an API token with the permission ingest. %s"
                                    .formatted(url, sentSoFar()));
            default -> refused(answer.status(), json(answer));
        };
    }

    private String sentSoFar() {
        return sent == 0 ? "Nothing was sent." : sent + " events were sent before.";
    }

    private EmitRefused refused(int status, JsonNode error) {
        String causes =
                Stream.concat(
                                Stream.of(
                                        error.path("errorSummary").asText(),
                                        error.path("detail").asText()),
                                error.path("errorCauses")
                                        .valueStream()
                                        .limit(MOST_CAUSES)
                                        .map(cause -> cause.path("errorSummary").asText()))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n  "));
        return new EmitRefused(
                "The server answered %d after %d events were sent: %s"
                        .formatted(status, sent, causes));
    }

    private static JsonNode json(Answer answer) {
        try {
            return Json.parse(answer.body());
        } catch (JsonProcessingException e) {
            return Json.MAPPER.missingNode();
        }
    }

    @Override
    public void close() {
        sender.close();
    }
}
