package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/** The receiver that the README's example sends its message to. */
class SinkTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String[] TOKEN = {"Authorization", "Bearer xoxb-secret"};

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Sink.Running sink;

    @BeforeEach
    void start() throws IOException {
        sink =
                Sink.start(
                        0,
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        InstantSource.fixed(Instant.parse("2026-03-01T00:00:00.123Z")));
    }

    @AfterEach
    void stop() {
        sink.close();
    }

    @Test
    void answersAMessageAsSlackDoesAndPrintsItInOneLine() throws Exception {
        JsonNode answer =
                slack("chat.postMessage", "{\"channel\":\"C1\",\"text\":\"two\\nlines\"}", TOKEN);
        assertThat(answer)
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                                {"ok":true,"channel":"C1","ts":"1772323200.123000",
                                 "message":{"type":"message","text":"two\\nlines","ts":"1772323200.123000"}}
                                """));
        assertThat(printed())
                .isEqualTo(
                        "POST /api/chat.postMessage"
                                + " {\"channel\":\"C1\",\"text\":\"two\\nlines\"}\n");
    }

    @Test
    void readsFormsToo() throws Exception {
        JsonNode answer = slack("chat.postMessage", "channel=%23alerts&text=a+b", TOKEN);
        assertThat(answer.at("/channel").asText()).isEqualTo("#alerts");
        assertThat(answer.at("/message/text").asText()).isEqualTo("a b");
    }

    @Test
    void refusesAsSlackDoes() throws Exception {
        String message = "{\"channel\":\"C1\",\"text\":\"hello\"}";
        assertThat(slack("chat.postMessage", message).at("/error").asText())
                .isEqualTo("not_authed");
        assertThat(slack("chat.postMessage", "{\"text\":\"hello\"}", TOKEN).at("/error").asText())
                .isEqualTo("channel_not_found");
        assertThat(slack("chat.postMessage", "{\"channel\":\"C1\"}", TOKEN).at("/error").asText())
                .isEqualTo("no_text");
        assertThat(slack("chat.postMessage", "{broken", TOKEN).at("/ok").asBoolean()).isFalse();
        assertThat(slack("files.upload", message, TOKEN).at("/error").asText())
                .isEqualTo("unknown_method");
    }

    @Test
    void passesTheVerificationOfAnEventHookAndAcceptsItsDeliveries() throws Exception {
        HttpResponse<String> verified =
                send("GET", "/hook", "", "X-Okta-Verification-Challenge", "the-challenge");
        assertThat(verified.body()).isEqualTo("{\"verification\":\"the-challenge\"}");
        assertThat(send("POST", "/hook", "{\"data\":{}}").statusCode()).isEqualTo(200);
    }

    @Test
    void neverPrintsWhatCouldBeASecret() throws Exception {
        send("POST", "/api/flo/a/invoke?clientToken=client-secret", "", TOKEN);
        assertThat(printed()).isEqualTo("POST /api/flo/a/invoke\n");
    }

    @Test
    void keepsControlCharactersOutOfTheTerminalAndLongBodiesShort() throws Exception {
        send("POST", "/a", "\u001b[2Jx\r\nforged line" + "y".repeat(10_000));
        assertThat(printed()).doesNotContain("\u001b").endsWith("y…\n").hasLineCount(1);
        assertThat(printed().length()).isLessThan(5_000);
    }

    @Test
    void saysWhenThePortIsTaken() {
        String port = Integer.toString(sink.url().getPort());
        assertThat(new CommandLine(new Commands()).execute("sink", "--port", port)).isEqualTo(1);
    }

    private JsonNode slack(String method, String body, String... headers) throws Exception {
        HttpResponse<String> answer = send("POST", "/api/" + method, body, headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.MAPPER.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(sink.url().resolve(path))
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
