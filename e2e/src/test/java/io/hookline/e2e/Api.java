package io.hookline.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plain HTTP client of one server, with an API token when it has one. */
final class Api {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"next\"");

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();
    private final URI base;
    private final Optional<String> token;

    Api(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    /** What came back. */
    record Reply(String request, int status, HttpHeaders headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError(this + " is not JSON", e);
            }
        }

        /** Itself when it has this status, otherwise an error that shows everything. */
        Reply expect(int expected) {
            if (status != expected) {
                throw new AssertionError("Expected " + expected + " but was " + this);
            }
            return this;
        }

        Optional<String> next() {
            return headers.allValues("link").stream()
                    .map(NEXT::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst();
        }

        @Override
        public String toString() {
            return request + " -> " + status + " " + body;
        }
    }

    Reply get(String path) {
        return now("GET", path, Optional.empty(), Map.of());
    }

    Reply post(String path) {
        return now("POST", path, Optional.empty(), Map.of());
    }

    Reply post(String path, JsonNode body) {
        return now("POST", path, Optional.of(bytes(body)), Map.of());
    }

    Reply post(String path, byte[] body) {
        return now("POST", path, Optional.of(body), Map.of());
    }

    Reply put(String path, JsonNode body) {
        return now("PUT", path, Optional.of(bytes(body)), Map.of());
    }

    Reply delete(String path) {
        return now("DELETE", path, Optional.empty(), Map.of());
    }

    private Reply now(
            String method, String path, Optional<byte[]> body, Map<String, String> headers) {
        try {
            return send(method, path, body, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
    }

    /** Sends one request to a path of this server or to a full address. */
    Reply send(String method, String path, Optional<byte[]> body, Map<String, String> headers)
            throws IOException {
        var request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(Duration.ofSeconds(60))
                        .method(
                                method,
                                body.map(BodyPublishers::ofByteArray)
                                        .orElseGet(BodyPublishers::noBody));
        if (body.isPresent() && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (!headers.containsKey("Authorization")) {
            token.ifPresent(value -> request.header("Authorization", "SSWS " + value));
        }
        headers.forEach(request::header);
        try {
            var answer =
                    client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply(
                    method + " " + path, answer.statusCode(), answer.headers(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
