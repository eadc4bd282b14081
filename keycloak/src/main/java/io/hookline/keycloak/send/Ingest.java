package io.hookline.keycloak.send;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.hookline.keycloak.spool.Batch.Line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Hookline's {@code POST /api/v1/logs}. */
public final class Ingest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int MOST_QUOTED = 500;

    private final HttpClient client;
    private final URI url;
    private final Token token;

    /** Read before every request, so that a file can be replaced while Keycloak runs. */
    @FunctionalInterface
    public interface Token {
        String read() throws IOException;
    }

    /**
     * @param server where Hookline is
     */
    public Ingest(URI server, Token token) {
        String base = server.toString().replaceAll("/+$", "");
        this.url = URI.create(base + "/api/v1/logs");
        this.token = token;
        this.client =
                HttpClient.newBuilder()
                        .version(Version.HTTP_1_1)
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(CONNECT)
                        .build();
    }

    Answer send(List<Line> events) throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url)
                            .timeout(ANSWER)
                            .header("Authorization", "SSWS " + token.read())
                            .header("Content-Type", "application/x-ndjson")
                            .header("User-Agent", "hookline-keycloak")
                            .POST(BodyPublishers.ofByteArray(body(events)))
                            .build();
            return answer(client.send(request, BodyHandlers.ofString()));
        } catch (IOException | IllegalArgumentException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Answer.NotNow(
                    "A request to " + url + " failed: " + reason + ".", Optional.empty());
        }
    }

    private static byte[] body(List<Line> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Line event : events) {
            body.writeBytes(event.json());
            body.write('\n');
        }
        return body.toByteArray();
    }

    private Answer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        String reason = url + " answered " + status + ": " + words(response.body());
        return switch (status) {
            case 202 -> new Answer.Accepted();
            case 400, 413, 422 -> new Answer.Refused(reason);
            default ->
                    new Answer.NotNow(
                            reason,
                            response.headers().firstValue("Retry-After").flatMap(Ingest::seconds));
        };
    }

    /** Of Okta's error object, its summary and causes; of anything else, the beginning. */
    private static String words(String body) {
        String text = body;
        try {
            JsonNode error = JSON.readTree(body);
            if (error.hasNonNull("errorSummary")) {
                StringBuilder all = new StringBuilder(error.get("errorSummary").asText());
                error.path("errorCauses")
                        .forEach(
                                each -> all.append(' ').append(each.path("errorSummary").asText()));
                text = all.toString();
            }
        } catch (IOException e) {
            // Not JSON, such as a proxy's page.
        }
        return text.length() > MOST_QUOTED ? text.substring(0, MOST_QUOTED) + "…" : text;
    }

    private static Optional<Duration> seconds(String header) {
        try {
            return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(header.strip()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
