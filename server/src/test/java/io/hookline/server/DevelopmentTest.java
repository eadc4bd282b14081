package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** What {@code --dev} allows ends with it. */
class DevelopmentTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String OURS = "/api/hookline/v1";

    @TempDir Path data;
    private final List<String> received = new CopyOnWriteArrayList<>();

    private JsonNode call(Server server, String method, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                                    .header("Authorization", "SSWS " + TOKEN)
                                    .header("Content-Type", "application/json")
                                    .method(method, BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString());
            return ((com.fasterxml.jackson.databind.node.ObjectNode)
                            (answer.body().startsWith("{")
                                    ? Json.MAPPER.readTree(answer.body())
                                    : Json.object()))
                    .put("answered", answer.statusCode());
        }
    }

    private Server server(Map<String, String> options) {
        Map<String, String> environment = new HashMap<>(Map.of("HOOKLINE_API_TOKEN", TOKEN));
        // Loopback stays allowed, so that nothing but plain http is what differs.
        environment.put("HOOKLINE_OUTBOUND_ALLOW", "127.0.0.1");
        return Server.start(TestSettings.in(data, environment, options), InstantSource.system());
    }

    @Test
    void aPlainHookIsNotDeliveredToWithoutIt() throws Exception {
        var receiver =
                com.sun.net.httpserver.HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    String challenge =
                            exchange.getRequestHeaders().getFirst("X-Okta-Verification-Challenge");
                    if (challenge == null) {
                        received.add(
                                new String(
                                        exchange.getRequestBody().readAllBytes(),
                                        StandardCharsets.UTF_8));
                    }
                    byte[] answer =
                            ("{\"verification\": \"" + challenge + "\"}")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        receiver.start();
        try {
            String id;
            String preview = "{\"eventType\": \"user.session.start\"}";
            try (Server server = server(Map.of("dev", "true"))) {
                String uri = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/in";
                JsonNode hook =
                        call(
                                server,
                                "POST",
                                "/api/v1/eventHooks",
                                """
                                {"name": "h", "events": {"type": "EVENT_TYPE", "items": ["user.session.start"]},
                                 "channel": {"type": "HTTP", "version": "1.0.0", "config": {"uri": "%s"}}}
                                """
                                        .formatted(uri));
                id = hook.path("id").asText();
                call(server, "POST", "/api/v1/eventHooks/" + id + "/lifecycle/verify", "");
                JsonNode sent =
                        call(server, "POST", OURS + "/eventHooks/" + id + "/preview", preview);
                assertThat(sent.path("delivered").asBoolean()).as("%s", sent).isTrue();
                assertThat(health(server, id).path("status").asText()).isEqualTo("ok");
            }
            int before = received.size();
            try (Server server = server(Map.of())) {
                assertThat(health(server, id).path("status").asText()).isEqualTo("cannot deliver");
                assertThat(health(server, id).path("reason").asText()).contains("--dev");
                JsonNode sent =
                        call(server, "POST", OURS + "/eventHooks/" + id + "/preview", preview);
                assertThat(sent.path("delivered").asBoolean()).as("%s", sent).isFalse();
                assertThat(sent.at("/failure/kind").asText()).isEqualTo("GUARDED");
                JsonNode verified =
                        call(server, "POST", "/api/v1/eventHooks/" + id + "/lifecycle/verify", "");
                assertThat(verified.path("answered").asInt()).as("%s", verified).isEqualTo(400);
            }
            assertThat(received).hasSize(before);
        } finally {
            receiver.stop(0);
        }
    }

    private JsonNode health(Server server, String id) throws Exception {
        return call(server, "GET", OURS + "/eventHooks/" + id + "/delivery", "").path("health");
    }
}
