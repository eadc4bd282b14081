package io.hookline.server;

import static io.hookline.server.delivery.DeliveryWorld.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.server.configuration.ConfigurationReader;
import io.hookline.server.delivery.TestReceiver;
import io.hookline.server.delivery.TestReceiver.Reply;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** The whole server shows its numbers to those who may see them. */
class MetricsTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";

    @TempDir Path data;

    @Test
    void showsTheNumbersToThoseWhoMaySeeThem() throws Exception {
        try (TestReceiver receiver =
                        new TestReceiver(request ->
                                new Reply(
                                        200,
                                        "{\"verification\": \""
                                                + request.headers()
                                                        .get("x-okta-verification-challenge")
                                                + "\"}"));
                Server server =
                        Server.start(
                                new ConfigurationReader(
                                                Map.of("HOOKLINE_API_TOKEN", TOKEN),
                                                Map.of(
                                                        "data",
                                                        data.toString(),
                                                        "port",
                                                        "0",
                                                        "dev",
                                                        "true"))
                                        .read(),
                                InstantSource.system());
                HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder metrics =
                    HttpRequest.newBuilder(server.baseUrl().resolve("/metrics"));
            assertThat(client.send(metrics.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);

            client.send(
                    HttpRequest.newBuilder(server.baseUrl().resolve("/api/hookline/v1/storage"))
                            .header("Authorization", "SSWS " + TOKEN)
                            .build(),
                    BodyHandlers.ofString());
            client.send(
                    HttpRequest.newBuilder(server.baseUrl().resolve("/api/v1/logs"))
                            .header("Authorization", "SSWS " + TOKEN)
                            .header("Content-Type", "application/json")
                            .POST(
                                    BodyPublishers.ofString(
                                            "[{\"eventType\": \"a.b\"}, {\"eventType\":"
                                                    + " \"a.c\"}]"))
                            .build(),
                    BodyHandlers.ofString());
            post(client, server, "", hook("silent", "https://receiver.example/in").toString());
            HttpResponse<String> made =
                    post(
                            client,
                            server,
                            "",
                            hook("takes", receiver.uri("/in").toString()).toString());
            String id = Json.MAPPER.readTree(made.body()).path("id").asText();
            assertThat(post(client, server, "/" + id + "/lifecycle/verify", "").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> answer =
                    client.send(
                            metrics.header("Authorization", "SSWS " + TOKEN).build(),
                            BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .startsWith("text/plain; version=0.0.4");
            assertThat(answer.body())
                    .contains("# TYPE hookline_events_accepted_total counter")
                    .containsPattern("(?m)^hookline_events_accepted_total [2-9]")
                    .contains("hookline_executions_queued 0.0")
                    .contains("hookline_halted 0.0")
                    .contains("hookline_hooks_receiving 1.0")
                    .contains("hookline_hooks{health=\"ok\"} 1.0")
                    .contains("hookline_hooks{health=\"unverified\"} 1.0")
                    .contains("hookline_hooks{health=\"receiver_down\"} 0.0")
                    .containsPattern("hookline_storage_bytes\\{kind=\"events\"} [1-9]")
                    .contains("hookline_store_queue_length ");
        }
    }

    private static HttpResponse<String> post(
            HttpClient client, Server server, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.baseUrl().resolve("/api/v1/eventHooks" + path))
                        .header("Authorization", "SSWS " + TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
