package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Of every described operation: what is wrong is said in our own words, and no cache keeps it. */
class AnswersTest {
    private static final String TOKEN = "a-token-of-at-least-32-characters";
    private static final String OURS = "/api/hookline/v1";

    /** Names of packages and classes, of the parser's states, and of the store's language. */
    private static final Pattern INTERNALS =
            Pattern.compile(
                    "\\b(com|org|java|javax|jakarta|sun|jdk|io|dev)\\.[a-z0-9_]+\\.[A-Za-z]"
                            + "|\\w(Exception|Throwable)\\b|\\bJson[A-Z]\\w+|\\b\\w+Node\\b"
                            + "|\\b(START|END|VALUE|FIELD)_[A-Z]+|CTRL-CHAR|FAIL_ON|StreamRead"
                            + "|eserializ|SQLITE|\\bSELECT .* FROM\\b|\\bnull pointer"
                            + "|Unexpected (character|end-of-input|close)|was expecting");

    private static final List<String> DOCUMENTS =
            List.of(
                    "{",
                    "[",
                    "]",
                    "{]",
                    "[1, 2",
                    "{\"name\": }",
                    "{\"name\": oops}",
                    "{name: 1}",
                    "{'name': 1}",
                    "{\"name\": 1, \"name\": 2}",
                    "{\"name\": \"a\nb\"}",
                    "{\"name\": \"\\q\"}",
                    "{\"name\": \"\\ud800\"}",
                    "{\"name\": 01}",
                    "{\"name\": 1e999999999}",
                    "{\"name\": " + "9".repeat(2_000) + "}",
                    "{} {}",
                    "{} x",
                    "nope",
                    "null",
                    "7",
                    "\"text\"",
                    "[]",
                    "[1, null, {}]",
                    "[".repeat(3_000),
                    "{\"a\":".repeat(3_000),
                    "\u0000",
                    "<xml/>",
                    "a: b",
                    "a=b&c=%zz");

    private static final List<String> VALUES =
            List.of(
                    "{}",
                    "[]",
                    "[1]",
                    "{\"a\": []}",
                    "7",
                    "-1",
                    "1.5",
                    "1e400",
                    "true",
                    "\"\"",
                    "\"x\"",
                    "\"\\u0000\"",
                    "\"{\"",
                    "\"[a-\"",
                    "\"(\"",
                    "\"2026-13-45\"",
                    "null");

    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir Path data;
    private Server server;
    private JsonNode description;

    @BeforeEach
    void start() throws Exception {
        server =
                Server.start(
                        TestSettings.in(data, Map.of("HOOKLINE_API_TOKEN", TOKEN)),
                        InstantSource.system());
        description =
                Json.MAPPER.readTree(
                        send("GET", OURS + "/openapi.json", TOKEN, new byte[0], "").body());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private record Operation(String method, String path, JsonNode described) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        description
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(member -> {
                                    if (member.getValue().has("operationId")) {
                                        operations.add(
                                                new Operation(
                                                        member.getKey().toUpperCase(Locale.ROOT),
                                                        path.getKey(),
                                                        member.getValue()));
                                    }
                                }));
        assertThat(operations).hasSizeGreaterThan(50);
        return operations;
    }

    private HttpResponse<String> send(
            String method, String path, String token, byte[] body, String type) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "SSWS " + token);
        }
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String path(Operation operation) {
        return operation.path().replaceAll("\\{\\w+}", "1");
    }

    private static void check(SoftAssertions softly, HttpResponse<String> answer, String what) {
        softly.assertThat(answer.statusCode()).as("%s: %s", what, answer.body()).isNotEqualTo(500);
        if (answer.statusCode() >= 400) {
            var found = INTERNALS.matcher(answer.body());
            softly.assertThat(found.find() ? found.group() : "")
                    .as("%s: %s", what, answer.body())
                    .isEmpty();
        }
        softly.assertThat(answer.headers().allValues("X-Content-Type-Options"))
                .as(what)
                .containsExactly("nosniff");
        softly.assertThat(answer.headers().allValues("Cache-Control"))
                .as(what)
                .containsExactly("no-store");
    }

    @Test
    void aBadBodyIsRefusedInOurOwnWords() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            JsonNode bodies = operation.described().path("requestBody").path("content");
            if (bodies.isMissingNode()) {
                continue;
            }
            for (String document : bodies(bodies)) {
                for (String type : bodies.properties().stream().map(Map.Entry::getKey).toList()) {
                    String sent = type.contains("*") ? "application/json" : type;
                    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
                    check(
                            softly,
                            send(operation.method(), path(operation), TOKEN, bytes, sent),
                            operation + " " + sent + " " + shortened(document));
                }
            }
            byte[] latin = {'{', '"', (byte) 0xe4, (byte) 0xff, '"', ':', '1', '}'};
            check(
                    softly,
                    send(operation.method(), path(operation), TOKEN, latin, "application/json"),
                    operation + " with bytes that are no text");
        }
        softly.assertAll();
    }

    /** The bad documents, and each described member with values of other types. */
    private List<String> bodies(JsonNode content) {
        List<String> bodies = new ArrayList<>(DOCUMENTS);
        JsonNode schema = resolved(content.path("application/json").path("schema"));
        List<String> members = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(members::add);
        for (JsonNode part : schema.path("allOf")) {
            resolved(part).path("properties").fieldNames().forEachRemaining(members::add);
        }
        ObjectNode example = Json.object();
        members.forEach(member -> example.put(member, "x"));
        for (String member : members) {
            for (String value : VALUES) {
                ObjectNode body = example.deepCopy();
                body.putRawValue(member, new com.fasterxml.jackson.databind.util.RawValue(value));
                bodies.add(body.toString());
            }
        }
        return bodies;
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : description.at(reference.substring(1));
    }

    @Test
    void aBadParameterIsRefusedInOurOwnWords() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            for (JsonNode parameter : operation.described().path("parameters")) {
                JsonNode described = resolved(parameter);
                if (!described.path("in").asText().equals("query")) {
                    continue;
                }
                for (String value :
                        List.of(
                                "{",
                                "[a-",
                                "(",
                                "x eq",
                                "-1",
                                "1e9",
                                "\u0000",
                                "2026-99-99T",
                                "'")) {
                    String query =
                            "?"
                                    + described.path("name").asText()
                                    + "="
                                    + URLEncoder.encode(value, StandardCharsets.UTF_8);
                    check(
                            softly,
                            send(
                                    operation.method(),
                                    path(operation) + query,
                                    TOKEN,
                                    new byte[0],
                                    ""),
                            operation + query);
                }
            }
        }
        softly.assertAll();
    }

    @Test
    void everyAnswerAlsoOfPagesIsKeptByNoCacheAndTakenAsWhatItIs() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        for (Operation operation : operations()) {
            for (String token : List.of(TOKEN, "")) {
                check(
                        softly,
                        send(operation.method(), path(operation), token, new byte[0], ""),
                        operation + (token.isEmpty() ? " of a stranger" : ""));
            }
        }
        for (String page :
                List.of(
                        "/",
                        "/signin",
                        "/setup",
                        "/oauth/callback",
                        "/console/",
                        "/log",
                        "/flows",
                        "/hooks",
                        "/executions",
                        "/x")) {
            check(softly, send("GET", page, "", new byte[0], ""), page);
        }
        check(softly, send("BREW", "/api/v1/logs", "", new byte[0], ""), "an unknown method");
        softly.assertAll();
    }

    private static String shortened(String document) {
        return document.length() > 80 ? document.substring(0, 80) + "…" : document;
    }
}
