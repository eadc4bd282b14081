package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Collectors;

/**
 * A browser of somebody who signed in: bears the session's cookies, and its CSRF token where
 * something changes.
 */
record SignedIn(URI server, String cookie, String csrf) {
    private static final String SESSION = "/api/hookline/v1/session";

    /** Signs the administrator in. */
    static SignedIn administrator(Server server, String password) {
        HttpResponse<String> in = attempt(server, password);
        assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
        return entered(server, in);
    }

    /** What the server says to the administrator's name with that password. */
    static HttpResponse<String> attempt(Server server, String password) {
        return attempt(server, "admin", password);
    }

    static HttpResponse<String> attempt(Server server, String name, String password) {
        ObjectNode body = Json.object().put("name", name).put("password", password);
        return anonymous(server).send("POST", SESSION, body.toString());
    }

    /** The browser that an answer signed in. */
    static SignedIn entered(Server server, HttpResponse<String> answer) {
        String cookie =
                answer.headers().allValues("Set-Cookie").stream()
                        .map(line -> line.replaceFirst(";.*", ""))
                        .collect(Collectors.joining("; "));
        try {
            String csrf = Json.MAPPER.readTree(answer.body()).path("csrf").asText();
            return new SignedIn(server.baseUrl(), cookie, csrf);
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    /** A browser in which nobody is signed in. */
    static SignedIn anonymous(Server server) {
        return new SignedIn(server.baseUrl(), "", "");
    }

    /** The same browser, led here by another site that guessed. */
    SignedIn withCsrf(String other) {
        return new SignedIn(server, cookie, other);
    }

    /** Whether the session is still good. */
    boolean isIn() {
        return get(SESSION).body().contains("\"signedIn\":true");
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    HttpResponse<String> post(String path, String body) {
        return send("POST", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path))
                        .method(method, BodyPublishers.ofString(body));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        if (!method.equals("GET")) {
            request.header("Content-Type", "application/json")
                    .header("Origin", server.toString())
                    .header("X-CSRF-Token", csrf);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
