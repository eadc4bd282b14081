package io.hookline.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Answer;
import io.hookline.outbound.OutboundFailure;
import io.hookline.server.Emit.EmitRefused;
import io.hookline.server.json.Json;
import io.hookline.server.template.ApiClient;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The server to which events are sent, and what it said of them. */
final class EmitTarget implements AutoCloseable {
    private static final int MOST_CAUSES = 10;

    private final URI url;
    private final ApiClient api;
    private int sent;
    private int duplicates;

    private EmitTarget(URI url, ApiClient api) {
        this.url = url;
        this.api = api;
    }

    /** The person at the command line named the server, so it may be anywhere. */
    static EmitTarget of(URI url, String token) {
        return new EmitTarget(url, new ApiClient(url, token));
    }

    /** Sends events, all or none. */
    void send(List<ObjectNode> events) {
        if (events.isEmpty()) {
            return;
        }
        ArrayNode body = Json.MAPPER.createArrayNode();
        events.forEach(body::add);
        Answer answer = ask("POST", "/api/v1/logs", body);
        if (answer.status() != 202) {
            throw refused(answer);
        }
        sent += events.size();
        for (JsonNode event : ApiClient.json(answer).path("events")) {
            duplicates += event.path("duplicate").asBoolean() ? 1 : 0;
        }
    }

    /**
     * The sample of a type that only the server knows; empty when it knows no such type. The tokens
     * of sources may not ask for it: their event is of that type and says nothing more.
     */
    Optional<ObjectNode> registeredSample(String type) {
        String id = URLEncoder.encode(type, StandardCharsets.UTF_8).replace("+", "%20");
        Answer answer = ask("GET", "/api/hookline/v1/eventTypes/" + id, Json.MAPPER.missingNode());
        return switch (answer.status()) {
            case 200 ->
                    Optional.of(ApiClient.json(answer).path("sample"))
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

    private Answer ask(String method, String path, JsonNode body) {
        try {
            return api.ask(method, path, body);
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
            case 401 -> new EmitRefused(api.unknownToken() + " " + sentSoFar());
            case 403 ->
                    new EmitRefused(
                            "The token is right, but may not send events to %s (403). Use the token of a source, or an API token with the permission ingest. %s"
                                    .formatted(url, sentSoFar()));
            default -> refused(answer.status(), ApiClient.json(answer));
        };
    }

    private String sentSoFar() {
        return sent == 0 ? "Nothing was sent." : sent + " events were sent before.";
    }

    private EmitRefused refused(int status, JsonNode error) {
        String causes = String.join("\n  ", ApiClient.causes(error, MOST_CAUSES));
        return new EmitRefused(
                "The server answered %d after %d events were sent: %s"
                        .formatted(status, sent, causes));
    }

    @Override
    public void close() {
        api.close();
    }
}
