package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

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
        try (Server server =
                        Server.start(
                                TestSettings.in(data, Map.of("HOOKLINE_API_TOKEN", TOKEN)),
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
                    .containsPattern("hookline_storage_bytes\\{kind=\"events\"} [1-9]")
                    .contains("hookline_store_queue_length ");
        }
    }
}
