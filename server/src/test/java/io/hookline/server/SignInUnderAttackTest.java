package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Many guesses at once, over HTTP, from one address and from everywhere. */
@Timeout(120)
class SignInUnderAttackTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String PASSWORD = "correct horse battery";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir static Path data;

    private static Server server;

    @BeforeAll
    static void start() {
        server =
                Server.start(
                        TestSettings.in(
                                data,
                                Map.of(
                                        "HOOKLINE_API_TOKEN",
                                        TOKEN,
                                        "HOOKLINE_ADMIN_PASSWORD",
                                        PASSWORD,
                                        "HOOKLINE_TRUSTED_PROXIES",
                                        "127.0.0.0/8",
                                        "HOOKLINE_PASSWORD_CHECKS",
                                        "1")),
                        // No wait passes meanwhile, however slow the machine is.
                        InstantSource.fixed(Instant.now()));
    }

    @AfterAll
    static void stop() {
        server.close();
        CLIENT.close();
    }

    private static CompletableFuture<HttpResponse<String>> signIn(
            String address, String name, String password, String... cookie) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.baseUrl().resolve("/api/hookline/v1/session"))
                        .header("Origin", server.baseUrl().toString())
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", address)
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"name\": \""
                                                + name
                                                + "\", \"password\": \""
                                                + password
                                                + "\"}"));
        if (cookie.length > 0) {
            request.header("Cookie", cookie[0]);
        }
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static int ingest() throws Exception {
        return CLIENT.send(
                        HttpRequest.newBuilder(server.baseUrl().resolve("/api/v1/logs"))
                                .header("Authorization", "SSWS " + TOKEN)
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"eventType\": \"user.account.lock\"}"))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void ofThreeHundredGuessesFromOneAddressSixAreCheckedAndTheRightOneDoesNotGetIn() {
        for (int i = 0; i < 6; i++) {
            assertThat(signIn("198.51.100.9", "admin", "wrong").join().statusCode()).isEqualTo(401);
        }
        List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            guesses.add(signIn("198.51.100.9", "admin", i == 20 ? PASSWORD : "guess " + i));
        }
        for (CompletableFuture<HttpResponse<String>> guess : guesses) {
            HttpResponse<String> answer = guess.join();
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void eventsAreTakenAndTheOwnerComesInWhileEverybodyGuesses() throws Exception {
        HttpResponse<String> before = signIn("192.0.2.77", "admin", PASSWORD).join();
        assertThat(before.statusCode()).isEqualTo(200);
        String mark =
                before.headers().allValues("Set-Cookie").stream()
                        .filter(cookie -> cookie.startsWith("hookline_browser="))
                        .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                        .findFirst()
                        .orElseThrow();
        List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            guesses.add(signIn("203.0.113." + i % 250, "somebody" + i, "guess"));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(ingest()).isEqualTo(202);
        }
        assertThat(signIn("203.0.113.1", "admin", PASSWORD, mark).join().statusCode())
                .isEqualTo(200);
        for (CompletableFuture<HttpResponse<String>> guess : guesses) {
            assertThat(guess.join().statusCode()).isIn(401, 429, 503);
        }
    }
}
