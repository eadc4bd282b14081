package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Two ways in which events come in: another system's event hook, and the command line. */
class SourcesAndEmitTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String SOURCES = "/api/hookline/v1/sources";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir static Path data;

    private static Server server;

    @BeforeAll
    static void start() {
        server =
                Server.start(
                        TestSettings.in(data, Map.of("HOOKLINE_API_TOKEN", TOKEN)),
                        InstantSource.system());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Reply(int status, JsonNode json) {}

    private static Reply send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.baseUrl().resolve(path))
                        .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response =
                    CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), Json.parse(response.body()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Reply admin(String method, String path, String body) {
        return send(
                method,
                path,
                body,
                "Authorization",
                "SSWS " + TOKEN,
                "Content-Type",
                "application/json");
    }

    private static List<JsonNode> found(String filter) {
        return admin(
                        "GET",
                        "/api/v1/logs?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8),
                        "")
                .json()
                .valueStream()
                .toList();
    }

    private static String envelope(String... events) {
        return "{\"eventType\": \"com.okta.event_hook\", \"data\": {\"events\": ["
                + String.join(",", events)
                + "]}}";
    }

    @Test
    void keepsAfterHowLongASilenceIsReported() {
        Reply made = admin("POST", SOURCES, "{\"name\": \"Quiet\", \"silentAfterMinutes\": 90}");
        String path = SOURCES + "/" + made.json().path("id").asText();
        assertThat(made.json().path("silentAfterMinutes").asInt()).isEqualTo(90);
        assertThat(
                        admin("PUT", path, "{\"name\": \"Quiet\"}")
                                .json()
                                .path("silentAfterMinutes")
                                .asInt())
                .isEqualTo(90);
        assertThat(
                        admin("PUT", path, "{\"name\": \"Quiet\", \"silentAfterMinutes\": null}")
                                .json()
                                .path("silentAfterMinutes")
                                .isNull())
                .isTrue();
        assertThat(admin("PUT", path, "{\"name\": \"Q\", \"silentAfterMinutes\": 0}").status())
                .isEqualTo(400);
    }

    @Test
    void takesTheEventsOfAnotherSystemsEventHook() {
        Reply made = admin("POST", SOURCES, "{\"name\": \"Okta\", \"header\": \"X-Key\"}");
        assertThat(made.status()).isEqualTo(201);
        String secret = made.json().path("secret").asText();
        assertThat(secret).hasSize(40);
        String id = made.json().path("id").asText();
        String path = "/api/receive/" + id;
        assertThat(made.json().path("receiveUrl").asText())
                .isEqualTo(server.baseUrl() + "/api/receive/" + id);
        assertThat(admin("GET", SOURCES + "/" + id, "").json().has("secret")).isFalse();

        assertThat(
                        send(
                                        "GET",
                                        path,
                                        "",
                                        "X-Key",
                                        secret,
                                        "X-Okta-Verification-Challenge",
                                        "abc")
                                .json()
                                .path("verification")
                                .asText())
                .isEqualTo("abc");
        assertThat(send("GET", path, "", "X-Okta-Verification-Challenge", "abc").status())
                .isEqualTo(401);
        assertThat(send("GET", path, "", "X-Key", secret).status()).isEqualTo(400);

        String event =
                "{\"uuid\": \"e-1\", \"eventType\": \"zone.update\", \"client\": {\"ipChain\":"
                        + " [{\"ip\": \"198.51.100.4\"}]}, \"insertionTimestamp\": null}";
        String bad = "{\"uuid\": \"e-2\", \"eventType\": \"zone.update\", \"actor\": 7}";
        assertThat(send("POST", path, envelope(event, bad), "X-Key", "wrong" + secret).status())
                .isEqualTo(401);
        assertThat(send("POST", path, envelope(event, bad), "X-Key", secret).status())
                .isEqualTo(204);
        assertThat(send("POST", path, envelope(event), "X-Key", secret).status()).isEqualTo(204);
        List<JsonNode> kept = found("eventType eq \"zone.update\"");
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().at("/request/ipChain/0/ip").asText()).isEqualTo("198.51.100.4");
        assertThat(kept.getFirst().has("insertionTimestamp")).isFalse();
        assertThat(
                        found("eventType eq \"hookline.source.event_refused\"")
                                .getFirst()
                                .at("/outcome/reason")
                                .asText())
                .contains("data.events[1].actor: must be an object");
        assertThat(send("POST", path, "{}", "X-Key", secret).status()).isEqualTo(400);
        assertThat(send("POST", path, "{", "X-Key", secret).status()).isEqualTo(400);

        ObjectNode changed = admin("GET", SOURCES + "/" + id, "").json().deepCopy();
        assertThat(changed.path("lastReceived").isTextual()).isTrue();
        changed.put("enabled", false).put("secret", "another-secret-0123456789");
        assertThat(admin("PUT", SOURCES + "/" + id, changed.toString()).status()).isEqualTo(200);
        assertThat(
                        send("POST", path, envelope(event), "X-Key", "another-secret-0123456789")
                                .status())
                .isEqualTo(403);
        assertThat(send("POST", path, envelope(event), "X-Key", secret).status()).isEqualTo(401);
        assertThat(admin("DELETE", SOURCES + "/" + id, "").status()).isEqualTo(204);
        assertThat(send("POST", path, envelope(event), "X-Key", secret).status()).isEqualTo(404);
        assertThat(found("target.id eq \"" + id + "\""))
                .extracting(logged -> logged.path("eventType").asText())
                .containsExactly(
                        "hookline.source.created",
                        "hookline.source.event_refused",
                        "hookline.source.updated",
                        "hookline.source.deleted")
                .allSatisfy(type -> assertThat(type).doesNotContain(secret));
    }

    @Test
    void refusesWhatIsNoSource() {
        for (String body :
                List.of(
                        "{}",
                        "{\"name\": 7}",
                        "{\"name\": \" \"}",
                        "{\"name\": \"A\", \"secret\": \"short\"}",
                        "{\"name\": \"A\", \"secret\": \"0123456789012345\\u00e4\"}",
                        "{\"name\": \"A\", \"header\": \"a b\"}",
                        "{\"name\": \"A\", \"enabled\": 1}")) {
            assertThat(admin("POST", SOURCES, body).status()).as(body).isEqualTo(400);
        }
        String taken = "{\"name\": \"Taken\", \"secret\": \"0123456789abcdef\"}";
        Reply made = admin("POST", SOURCES, taken);
        assertThat(made.json().has("secret")).isFalse();
        assertThat(admin("POST", SOURCES, taken).status()).isEqualTo(409);
        assertThat(admin("PUT", SOURCES + "/none", taken).status()).isEqualTo(404);
    }

    private static int emit(String... arguments) {
        return emitWith(TOKEN, arguments);
    }

    private static int emitWith(String token, String... arguments) {
        String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = server.baseUrl().toString();
        all[arguments.length + 2] = "--token";
        all[arguments.length + 3] = token;
        return new CommandLine(new Emit()).execute(all);
    }

    private static String emitted(String token, String... arguments) {
        java.io.PrintStream before = System.err;
        var said = new java.io.ByteArrayOutputStream();
        System.setErr(new java.io.PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(emitWith(token, arguments)).isEqualTo(1);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static String token(String body) {
        return admin("POST", "/api/hookline/v1/tokens", body).json().path("token").asText();
    }

    @Test
    void aRegisteredTypeIsEmittedWithTheTokenOfASource() {
        String source = token("{\"name\": \"Shop\", \"kind\": \"source\"}");
        admin(
                "POST",
                "/api/hookline/v1/eventTypes",
                "{\"id\": \"shop.order.paid\", \"title\": \"Order paid\"}");
        assertThat(emitWith(source, "--type", "shop.order.paid", "--count", "2")).isZero();
        assertThat(emitWith(source, "--type", "user.account.unlock")).isZero();
        assertThat(found("eventType eq \"shop.order.paid\"")).hasSize(2);
    }

    @Test
    void aTokenThatIsUnknownAndOneThatMayNotAreToldApart() {
        String reads = token("{\"name\": \"Reader\", \"permissions\": [\"read_hooks\"]}");
        for (String type : List.of("user.account.lock", "no.such.type.here")) {
            assertThat(emitted("no-token-that-anybody-ever-made", "--type", type))
                    .contains("does not know the token", "401", "Nothing was sent")
                    .doesNotContain("no-token-that");
        }
        assertThat(emitted(reads, "--type", "user.account.lock"))
                .contains("may not send events", "403", "ingest");
        assertThat(emitted(reads, "--type", "no.such.type.here")).contains("no event type");
    }

    @Test
    void emitsSamples() {
        assertThat(emit("--type", "user.account.lock", "--count", "3")).isZero();
        assertThat(found("eventType eq \"user.account.lock\"")).hasSize(3);
        admin(
                "POST",
                "/api/hookline/v1/eventTypes",
                "{\"id\": \"shop.order.refund\", \"title\": \"Order refunded\"}");
        assertThat(emit("--type", "shop.order.refund")).isZero();
        assertThat(found("eventType eq \"shop.order.refund\"")).hasSize(1);
        assertThat(emit("--type", "no.such.type")).isEqualTo(1);
    }

    @Test
    void emitsFilesAndReplaysThem(@TempDir Path files) throws IOException {
        Path lines = files.resolve("events.ndjson");
        Files.writeString(
                lines,
                """
                {"uuid": "f-1", "eventType": "emit.file", "published": "2026-01-01T00:00:00.000Z"}

                {"uuid": "f-2", "eventType": "emit.file", "published": "2026-01-01T08:00:00.000Z"}
                """);
        assertThat(emit(lines.toString())).isZero();
        assertThat(emit(lines.toString())).isZero();
        assertThat(found("eventType eq \"emit.file\"")).hasSize(2);
        assertThat(emit("--replay", lines.toString(), "--speed", "0")).isZero();
        assertThat(emit("--replay", lines.toString(), "--speed", "1000000000")).isZero();
        assertThat(found("eventType eq \"emit.file\"")).hasSize(6);
        Path array = files.resolve("events.json");
        Files.writeString(
                array, "[{\"eventType\": \"emit.array\"}, {\"eventType\": \"emit.array\"}]");
        assertThat(emit(array.toString())).isZero();
        assertThat(found("eventType eq \"emit.array\"")).hasSize(2);
        Files.writeString(array, "[{\"eventType\": 7}]");
        assertThat(emit(array.toString())).isEqualTo(1);
        Files.writeString(array, "[{\"eventType\":");
        assertThat(emit(array.toString())).isEqualTo(1);
        assertThat(emit(files.resolve("none").toString())).isEqualTo(1);
    }

    @Test
    void emitsWhatComesIn() {
        InputStream usual = System.in;
        try {
            System.setIn(
                    new ByteArrayInputStream(
                            "{\"eventType\": \"emit.line\"}\n\n{\"eventType\": \"emit.line\"}"
                                    .getBytes(StandardCharsets.UTF_8)));
            assertThat(emit("-")).isZero();
            System.setIn(new ByteArrayInputStream("no event\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(emit("-")).isEqualTo(1);
        } finally {
            System.setIn(usual);
        }
        assertThat(found("eventType eq \"emit.line\"")).hasSize(2);
    }

    @Test
    void saysHowToUseIt() {
        assertThat(emit()).isEqualTo(2);
        assertThat(emit("--type", "a.b", "file")).isEqualTo(2);
        assertThat(emit("--type", "a.b", "--count", "0")).isEqualTo(2);
        assertThat(
                        new CommandLine(new Emit())
                                .execute("--type", "a.b", "--token", "x", "--url", "nowhere"))
                .isEqualTo(2);
        assertThat(
                        new CommandLine(new Emit())
                                .execute(
                                        "--type",
                                        "user.account.lock",
                                        "--token",
                                        "x",
                                        "--url",
                                        "http://127.0.0.1:1"))
                .isEqualTo(1);
    }
}
