package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Whom an invoke URL lets in, and what the flow is given. */
class InvokeApiTest extends InvokeTest {
    @Test
    void givesTheFlowWhatTheCallerSentWithoutTheCredential() {
        world.flows.add("echo", echo());

        HttpResponse<String> response =
                http.send(
                        http.request(
                                        invoke("echo")
                                                + "?size=x%20l&client%54oken="
                                                + TOKEN
                                                + "&size=2&odd=%2b+")
                                .header("X-Colour", "green")
                                .header(
                                        "Referer",
                                        "https://x/api/flo/echo/invoke?clientToken=" + TOKEN)
                                .POST(BodyPublishers.ofString(" {\"a\": ü}\n")));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode body = TestingHttp.json(response);
        assertThat(body.path("body").asText()).isEqualTo(" {\"a\": ü}\n");
        assertThat(body.path("query").asText()).isEqualTo("size=x%20l&size=2&odd=%2b+");
        assertThat(body.path("size").asText()).isEqualTo("x l");
        assertThat(body.path("colour").asText()).isEqualTo("green");
        assertThat(body.path("headers").path("x-colour").asText()).isEqualTo("green");
        assertThat(body.path("headers").path("referer").asText())
                .isEqualTo("https://x/api/flo/echo/invoke?clientToken=***");
        assertThat(body.path("execution").asText())
                .isEqualTo(response.headers().firstValue("x-hookline-execution-id").orElseThrow());
        assertThat(response.body()).doesNotContain(TOKEN);
    }

    @Test
    void keepsTheCredentialOutOfHistory() {
        world.flows.add("echo", echo());

        HttpResponse<String> response =
                http.send(
                        authorised("echo").POST(BodyPublishers.ofString("the token is " + TOKEN)));

        String id = response.headers().firstValue("x-hookline-execution-id").orElseThrow();
        String history = http.get("/api/hookline/v1/executions/" + id).body();
        assertThat(history).contains("the token is ***").doesNotContain(TOKEN);
    }

    @Test
    void refusesAnUnknownAlias() {
        assertProblem(post("nobody", "{}"), 404, "UNKNOWN_ALIAS");
        assertProblem(http.send(http.request(invoke("nobody"))), 404, "UNKNOWN_ALIAS");
    }

    @Test
    void refusesAMissingAWrongAndADoubledToken() {
        world.flows.add("quiet", quiet());

        assertProblem(http.send(http.request(invoke("quiet"))), 401, "TOKEN_MISSING");
        assertProblem(
                http.send(http.request(invoke("quiet") + "?clientToken=wrong")),
                401,
                "TOKEN_WRONG");
        assertProblem(
                http.send(http.request(invoke("quiet") + "?clientToken=")), 401, "TOKEN_WRONG");
        assertProblem(
                http.send(
                        authorised("quiet")
                                .uri(http.uri(invoke("quiet") + "?clientToken=" + TOKEN))),
                400,
                "TOKEN_TWICE");
        assertThat(world.executions().isHalted()).isFalse();
    }

    @Test
    void askForTheTokenBeforeAnythingElse() {
        world.flows.put(TestFlows.with(world.flows.add("off", quiet()), FlowMode.OFF));

        assertProblem(
                http.send(
                        http.request(invoke("off")).header("x-okta-verification-challenge", "abc")),
                401,
                "TOKEN_MISSING");
        assertProblem(http.send(http.request(invoke("off")).DELETE()), 401, "TOKEN_MISSING");
    }

    @Test
    void answersTheChallengeWhateverTheSwitchAndRunsNothing() {
        world.flows.put(TestFlows.with(world.flows.add("off", quiet()), FlowMode.OFF));

        HttpResponse<String> response =
                http.send(authorised("off").header("X-Okta-Verification-Challenge", "a\"b"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"verification\":\"a\\\"b\"}");
        assertThat(TestingHttp.json(http.get("/api/hookline/v1/executions"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS"})
    void refusesOtherMethods(String method) {
        world.flows.put(TestFlows.with(world.flows.add("off", quiet()), FlowMode.OFF));

        HttpResponse<String> response =
                http.send(authorised("off").method(method, BodyPublishers.noBody()));

        assertProblem(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
    }

    @Test
    void refusesHead() {
        world.flows.add("quiet", quiet());

        HttpResponse<String> response =
                http.send(authorised("quiet").method("HEAD", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
    }

    @Test
    void refusesABodyThatIsTooLargeBeforeItLooksAtTheSwitch() {
        world.flows.put(TestFlows.with(world.flows.add("off", quiet()), FlowMode.OFF));
        HttpResponse<String> response = post("off", "x".repeat(100_001));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(TestingHttp.json(response).path("detail").asText()).contains("100,000 bytes");
    }

    @Test
    void refusesAFlowThatIsOff() {
        world.flows.put(TestFlows.with(world.flows.add("off", quiet()), FlowMode.OFF));

        assertProblem(post("off", "{}"), 409, "FLOW_OFF");
    }

    @Test
    void letsAnybodyIntoAPublicFlow() {
        world.flows.put(TestFlows.with(world.flows.add("open", echo()), SecurityLevel.OPEN));

        HttpResponse<String> response =
                http.send(http.request(invoke("open") + "?clientToken=whatever&size=1"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(TestingHttp.json(response).path("query").asText()).isEqualTo("size=1");
    }

    @Test
    void letsNobodyIntoAFlowThatWantsAccessTokens() {
        world.flows.put(TestFlows.with(world.flows.add("oauth", quiet()), SecurityLevel.OAUTH));

        HttpResponse<String> response = post("oauth", "{}");

        assertProblem(response, 401, "ACCESS_TOKEN_NEEDED");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void refusesABodyThatIsNoJsonOnlyWhenTheFlowReadsFieldsOfIt() {
        world.flows.add("quiet", quiet());
        world.flows.add(
                "fields",
                FlowDocument.endpoint("Fields")
                        .output("body", "name", "string")
                        .card("return", "control:return", "Return")
                        .linked("", "name", "string", "start/body/name"));

        assertThat(post("quiet", "{\"name\": ").statusCode()).isEqualTo(200);
        assertProblem(post("fields", "{\"name\": "), 400, "MALFORMED_BODY");
        assertThat(TestingHttp.json(http.get("/api/hookline/v1/executions?flow=fields"))).isEmpty();
        assertThat(post("fields", "{\"name\": \"ada\"}").body()).isEqualTo("{\"name\":\"ada\"}");
    }

    @Test
    void keepsTheBytesOfABodyInAnotherCharset() {
        world.flows.add("echo", echo());

        HttpResponse<String> response =
                http.send(
                        authorised("echo")
                                .header("Content-Type", "text/plain; charset=ISO-8859-1")
                                .POST(
                                        BodyPublishers.ofByteArray(
                                                "caf\u00e9"
                                                        .getBytes(StandardCharsets.ISO_8859_1))));

        assertThat(TestingHttp.json(response).path("body").asText()).isEqualTo("café");
    }

    @Test
    void answersNoRandomRequestWithAServerError() {
        long seed = System.nanoTime();
        java.util.Random random = new java.util.Random(seed);
        world.flows.add("quiet", quiet());
        for (int i = 0; i < 300; i++) {
            byte[] body = new byte[random.nextInt(200)];
            random.nextBytes(body);
            String query =
                    HexFormat.of().formatHex(body).replaceAll("(.{4})", "%$1&=") + "&clientToken=";
            PublishedFlow.SecurityLevel level =
                    random.nextBoolean() ? SecurityLevel.OPEN : SecurityLevel.CLIENT_TOKEN;
            world.flows.put(TestFlows.with(world.flows.byId("quiet").orElseThrow(), level));

            HttpResponse<String> response =
                    http.send(
                            http.request(invoke("quiet") + "?" + query + TOKEN)
                                    .POST(BodyPublishers.ofByteArray(body)));

            assertThat(response.statusCode()).as("seed %d: %s", seed, query).isLessThan(500);
        }
    }
}
