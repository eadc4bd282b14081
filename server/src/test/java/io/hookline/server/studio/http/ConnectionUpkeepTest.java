package io.hookline.server.studio.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;

import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestFlow;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.TestStudio.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/** Who made a connection, who uses it, how it fares, and trying it out. */
class ConnectionUpkeepTest {
    private static final String SECRET = "s3cret-of-tickets";

    @TempDir Path path;
    private TestStudio studio;
    private HttpServer system;

    @BeforeEach
    void open() throws IOException {
        studio = new TestStudio(path);
        system = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 9);
        system.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        String asked = exchange.getRequestURI().toString();
                        boolean known =
                                ("Bearer " + SECRET)
                                        .equals(
                                                exchange.getRequestHeaders()
                                                        .getFirst("Authorization"));
                        int status = !known ? 401 : asked.equals("/api/missing") ? 404 : 200;
                        byte[] body =
                                (asked.endsWith("auth.test?")
                                                ? "{\"ok\": false, \"error\": \"invalid_auth\"}"
                                                : asked)
                                        .getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(status, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        system.start();
    }

    @AfterEach
    void close() {
        studio.close();
        system.stop(0);
    }

    private ObjectNode tickets() {
        ObjectNode body = Json.object().put("name", "Tickets").put("connector", "httpfunctions");
        body.put("baseUrl", "http://127.0.0.1:" + system.getAddress().getPort() + "/api");
        body.putObject("auth").put("type", "token").put("token", SECRET);
        return body;
    }

    private String made(ObjectNode body) {
        Answer created = studio.post("/connections", body);
        assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
        return created.text("/id");
    }

    private JsonNode tested(String id, String body) {
        Answer answer = studio.post("/connections/" + id + "/test", body);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        assertThat(answer.body().toString()).doesNotContain(SECRET);
        assertThat(answer.body().path("millis").isIntegralNumber()).isTrue();
        return answer.body();
    }

    private JsonNode health(String id) {
        return studio.get("/connections/" + id).body().path("health");
    }

    @Test
    void whoMadeAConnectionStandsOnItAlsoAfterARestart() {
        String id = made(tickets());
        JsonNode imported =
                studio.importFile(
                                "Alerts",
                                Json.bytes(TestFlow.file(TestFlow.endpoint("A").slack("c-1"))))
                        .body();

        studio.close();
        studio = new TestStudio(path);

        assertThat(studio.get("/connections/" + id).body().path("owner"))
                .isEqualTo(Json.object().put("id", "00u1").put("name", "ada"));
        String stub = imported.at("/connections/0/id").asText();
        assertThat(studio.get("/connections/" + stub).text("/owner/name")).isEqualTo("ada");
    }

    @Test
    void theFlowsThatUseAConnectionAreListed() {
        JsonNode imported =
                studio.importFile(
                                "Alerts",
                                Json.bytes(TestFlow.file(TestFlow.endpoint("A").slack("c-1"))))
                        .body();
        String stub = imported.at("/connections/0/id").asText();

        JsonNode users = studio.get("/connections/" + stub + "/usedBy").body();

        assertThat(users).hasSize(1);
        assertThat(users.at("/0/name").asText()).isEqualTo("A");
        assertThat(users.at("/0/id")).isEqualTo(imported.at("/flows/0/id"));
        assertThat(studio.get("/connections/" + made(tickets()) + "/usedBy").body()).isEmpty();
        assertThat(studio.get("/connections/none/usedBy").status()).isEqualTo(404);
    }

    @Test
    void aNewSecretKeepsIdAndFlows() {
        String id = made(tickets());
        ObjectNode wrong = Json.object();
        wrong.putObject("auth").put("type", "token").put("token", "of-yesterday");
        assertThat(studio.put("/connections/" + id, wrong).text("/filled")).isEqualTo("true");
        assertThat(tested(id, "").path("failure").asText()).isEqualTo("status");
        ObjectNode anew = Json.object();
        anew.putObject("auth").put("type", "token").put("token", SECRET);

        Answer put = studio.put("/connections/" + id, anew);

        assertThat(put.text("/id")).isEqualTo(id);
        assertThat(put.text("/name")).isEqualTo("Tickets");
        assertThat(tested(id, "").path("works").asBoolean()).isTrue();
        assertThat(studio.eventTypes()).contains("workflows.user.connection.reauthorize");
    }

    @Test
    void aTestCallsWhatAPersonChooses() {
        String id = made(tickets());
        String base = "http://127.0.0.1:" + system.getAddress().getPort() + "/api";

        JsonNode works = tested(id, "{\"path\": \"users?limit=1\"}");
        assertThat(works.path("works").asBoolean()).isTrue();
        assertThat(works.path("status").asInt()).isEqualTo(200);
        assertThat(works.path("address").asText()).isEqualTo(base + "/users?limit=1");
        assertThat(works.path("failure").isNull() && works.path("reason").isNull()).isTrue();
        assertThat(tested(id, "").path("address").asText()).isEqualTo(base);

        JsonNode missing = tested(id, "{\"path\": \"/missing\"}");
        assertThat(missing.path("works").asBoolean()).isFalse();
        assertThat(missing.path("status").asInt()).isEqualTo(404);
        assertThat(missing.path("failure").asText()).isEqualTo("status");
        assertThat(missing.path("reason").asText()).contains("GET /api/missing", "404");
    }

    @Test
    void aTestOfSlackSaysThatSlackDoesNotKnowTheToken() {
        ObjectNode slack = tickets().put("connector", "slack");
        String id = made(slack);

        JsonNode refused = tested(id, "");

        assertThat(refused.path("address").asText()).endsWith("/api/auth.test");
        assertThat(refused.path("failure").asText()).isEqualTo("refused");
        assertThat(refused.path("reason").asText()).contains("invalid_auth");
        assertThat(health(id).path("status").asText()).isEqualTo("failing");
    }

    @ParameterizedTest
    @CsvSource({
        "https://no-such-host.invalid, dns",
        "http://127.0.0.1:1, connect",
        "https://10.0.0.1/api, guarded",
        "'', invalid",
    })
    void aTestNamesWhyThereIsNoAnswer(String baseUrl, String failure) {
        ObjectNode body = tickets().put("baseUrl", baseUrl);
        String id = made(body);

        JsonNode ended = tested(id, "");

        assertThat(ended.path("failure").asText()).as("%s", ended).isEqualTo(failure);
        assertThat(ended.path("status").isNull()).isTrue();
        assertThat(ended.path("reason").asText()).isNotBlank();
    }

    @Test
    void aTestOverTlsNamesThatTheOtherSideDoesNotSpeakIt() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 9, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket caller = plain.accept()) {
                            int begun = caller.getInputStream().read();
                            caller.getOutputStream()
                                    .write(
                                            ("HTTP/1.1 400 After " + begun + "\r\n\r\n")
                                                    .getBytes(StandardCharsets.US_ASCII));
                        } catch (IOException ended) {
                            // then the test says so
                        }
                    });
            String id = made(tickets().put("baseUrl", "https://127.0.0.1:" + plain.getLocalPort()));

            assertThat(tested(id, "").path("failure").asText()).isEqualTo("tls");
        }
    }

    @Test
    void aTestSaysThatNoTokenCouldBeGot() {
        ObjectNode body = tickets();
        ObjectNode auth = body.putObject("auth").put("type", "oauth2").put("clientId", "hookline");
        auth.put("clientSecret", SECRET);
        auth.put("tokenUrl", "http://127.0.0.1:" + system.getAddress().getPort() + "/token");
        String id = made(body);

        JsonNode ended = tested(id, "");

        assertThat(ended.path("failure").asText()).isEqualTo("token");
        assertThat(ended.path("reason").asText()).contains("401");
        assertThat(health(id).path("reason").asText()).contains("token");
    }

    @Test
    void anEmptyConnectionCannotBeTestedAndOneOfAMailServerHasNoPath() {
        JsonNode imported =
                studio.importFile(
                                "Alerts",
                                Json.bytes(TestFlow.file(TestFlow.endpoint("A").slack("c-1"))))
                        .body();
        String stub = imported.at("/connections/0/id").asText();
        assertThat(studio.post("/connections/" + stub + "/test", "").status()).isEqualTo(409);
        ObjectNode mail = tickets().put("connector", "smtp").put("baseUrl", "smtps://127.0.0.1");
        mail.putObject("auth").put("type", "none");
        String test = "/connections/" + made(mail) + "/test";
        assertThat(studio.post(test, "").text("/failure")).isEqualTo("guarded");
        assertThat(studio.post(test, "{\"path\": \"x\"}").status()).isEqualTo(400);
    }

    @Test
    void howAConnectionFaresIsKeptAcrossARestart() {
        String id = made(tickets());
        JsonNode unused = health(id);
        assertThat(unused.path("status").asText()).isEqualTo("unused");
        assertThat(unused.path("lastUsed").isNull()).isTrue();

        tested(id, "{\"path\": \"missing\"}");
        JsonNode working = health(id);
        assertThat(working.path("status").asText()).as("404 is an answer").isEqualTo("working");
        assertThat(working.path("lastSuccess").asText())
                .isEqualTo(working.path("lastUsed").asText());
        assertThat(working.path("lastFailure").isNull()).isTrue();

        ObjectNode anew = Json.object();
        anew.putObject("auth").put("type", "token").put("token", "another");
        studio.put("/connections/" + id, anew);
        tested(id, "");
        JsonNode failing = health(id);
        assertThat(failing.path("status").asText()).isEqualTo("failing");
        assertThat(failing.path("reason").asText()).contains("401", "\"Tickets\"");
        assertThat(failing.path("lastSuccess")).isEqualTo(working.path("lastSuccess"));

        studio.studio.connections().health().close();
        studio.close();
        studio = new TestStudio(path);
        assertThat(health(id)).isEqualTo(failing);
        assertThat(studio.delete("/connections/" + id).status()).isEqualTo(204);
    }

    @Test
    void callsWriteNothing() {
        String id = made(tickets());
        long before = studio.events.end();
        for (int i = 0; i < 20; i++) {
            tested(id, "");
        }
        assertThat(studio.stored("SELECT count(*) FROM connection_health")).isZero();
        studio.studio.connections().health().close();
        assertThat(studio.stored("SELECT count(*) FROM connection_health")).isOne();
        assertThat(studio.events.end()).isEqualTo(before);
        studio.delete("/connections/" + id);
        assertThat(studio.stored("SELECT count(*) FROM connection_health")).isZero();
    }

    @Test
    void testingIsForWhoManagesConnections() {
        String id = made(tickets());
        studio.permissions(Set.of(Permission.READ_FLOWS, Permission.USE_CONNECTIONS));
        assertThat(studio.post("/connections/" + id + "/test", "").status()).isEqualTo(403);
        assertThat(studio.get("/connections/" + id + "/usedBy").status()).isEqualTo(200);
    }
}
