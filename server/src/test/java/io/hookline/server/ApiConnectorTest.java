package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.alert.TestingReceiver.Message;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the cards of the API Connector send from a flow, and what they do not. */
class ApiConnectorTest {
    @TempDir static Path data;
    private static FlowServer flows;
    private static String connection;

    @BeforeAll
    static void start() {
        flows = new FlowServer(data);
        ObjectNode body = Json.object().put("name", "Own API").put("connector", "httpfunctions");
        body.put("baseUrl", flows.receiver.url("/own"));
        body.putObject("auth").put("type", "token").put("token", "secret-of-own-api");
        connection = flows.call("POST", "/connections", body.toString()).path("id").asText();
    }

    @AfterAll
    static void stop() {
        flows.close();
    }

    @BeforeEach
    void forgetWhatWasSent() {
        flows.receiver.answer(200, "{\"id\": 7}");
        flows.sent();
    }

    @ParameterizedTest
    @CsvSource({
        "get, '', READ, true",
        "post, '', CHANGE, false",
        "put, '', CHANGE, false",
        "patch, '', CHANGE, false",
        "delete, '', DESTRUCTIVE, false",
        "raw, GET, READ, true",
        "raw, '', READ, true",
        "raw, POST, CHANGE, false",
        "raw, PUT, CHANGE, false",
        "raw, PATCH, CHANGE, false",
        "raw, DELETE, DESTRUCTIVE, false",
    })
    void onlyWhatReadsIsSentByAFlowThatIsObservedOrTried(
            String card, String method, String effect, boolean sent) {
        FlowDocument document = card(FlowDocument.helper(card + method), card);
        if (card.equals("raw")) {
            document.input("Request", "Method", "string", text(method));
        }
        String flow = flows.create(document);
        assertThat(flows.call("GET", "/flows/" + flow, "").path("highestEffect").asText())
                .isEqualTo(effect);

        flows.call("POST", "/flows/" + flow + "/observe", "");
        assertEnded(flows.run(flow, false), sent);
        flows.call("POST", "/flows/" + flow + "/on", "");
        assertEnded(flows.run(flow, true), sent);
        assertThat(flows.sent()).hasSize(sent ? 2 : 0);

        assertEnded(flows.run(flow, false), true);
        Message message = flows.receiver.take();
        assertThat(message.path()).isEqualTo("/own/things");
        assertThat(message.header("Authorization")).isEqualTo("Bearer secret-of-own-api");
    }

    private static void assertEnded(JsonNode execution, boolean sent) {
        assertThat(execution.path("status").asText()).as(execution.toString()).isEqualTo("SUCCESS");
        JsonNode call = step(execution);
        assertThat(call.path("status").asText()).isEqualTo(sent ? "SUCCESS" : "WITHHELD");
        assertThat(call.at("/inputs/Request/URL").asText()).isEqualTo("things");
        if (sent) {
            assertThat(call.at("/outputs/Response/Status Code").asInt()).isEqualTo(200);
            assertThat(call.at("/outputs/Response/Body").toString()).contains("7");
        }
    }

    /** Nobody knows what a linked method will be. */
    @Test
    void aMethodThatIsLinkedCountsAsTheWorst() {
        FlowDocument document = FlowDocument.endpoint("linked");
        card(document, "raw").linked("Request", "Method", "string", "start/raw/body");

        String flow = flows.create(document);

        assertThat(flows.call("GET", "/flows/" + flow, "").path("highestEffect").asText())
                .isEqualTo("DESTRUCTIVE");
    }

    @Test
    void aTextThatIsNoJsonIsStillAnAnswer() {
        flows.receiver.answer(200, "ok");
        String flow = flows.create(card(FlowDocument.helper("webhook"), "post"));
        flows.call("POST", "/flows/" + flow + "/on", "");

        JsonNode execution = flows.run(flow, false);

        assertThat(execution.path("status").asText()).as(execution.toString()).isEqualTo("SUCCESS");
        assertThat(step(execution).at("/outputs/Response/Body").asText()).isEqualTo("ok");
    }

    @Test
    void aRefusedCallFailsWithItsStatusAndShowsNoSecret() {
        flows.receiver.answer(409, "{\"error\": \"taken by secret-of-own-api\"}");
        String flow = flows.create(card(FlowDocument.helper("refused"), "post"));
        flows.call("POST", "/flows/" + flow + "/on", "");

        JsonNode execution = flows.run(flow, false);

        assertThat(execution.path("status").asText()).isEqualTo("FAILURE");
        assertThat(step(execution).path("error").toString()).contains("409");
        assertThat(execution.toString()).doesNotContain("secret-of-own-api");
    }

    @Test
    void aTokenThatWasGotForAConnectionIsMaskedWhereItTurnsUp() {
        ObjectNode body = Json.object().put("name", "OAuth").put("connector", "httpfunctions");
        body.put("baseUrl", flows.receiver.url("/own"));
        ObjectNode auth = body.putObject("auth").put("type", "oauth2").put("clientId", "hookline");
        auth.put("clientSecret", "secret-of-the-client");
        auth.put("tokenUrl", flows.receiver.url("/token"));
        String client = flows.call("POST", "/connections", body.toString()).path("id").asText();
        flows.receiver.answer(
                200, "{\"access_token\": \"tok-0123456789\", \"echo\": \"secret-of-the-client\"}");
        String flow = flows.create(card(FlowDocument.helper("oauth"), "get").connection(client));
        flows.call("POST", "/flows/" + flow + "/on", "");

        JsonNode execution = flows.run(flow, false);

        assertThat(execution.path("status").asText()).as(execution.toString()).isEqualTo("SUCCESS");
        assertThat(flows.receiver.take().path()).isEqualTo("/token");
        assertThat(flows.receiver.take().header("Authorization"))
                .isEqualTo("Bearer tok-0123456789");
        assertThat(execution.toString())
                .contains("access_token")
                .doesNotContain("tok-0123456789", "secret-of-the-client");
    }

    @Test
    void aCardWhoseTurnIsTooFarAheadFailsAsLimitedAndSendsNothing() {
        ObjectNode body = Json.object().put("name", "Slow API").put("connector", "httpfunctions");
        body.put("baseUrl", flows.receiver.url("/own"));
        body.putObject("rateLimit").put("requests", 1).put("seconds", 3_600);
        String slow = flows.call("POST", "/connections", body.toString()).path("id").asText();
        String flow = flows.create(card(FlowDocument.helper("slow"), "get").connection(slow));
        flows.call("POST", "/flows/" + flow + "/on", "");
        assertThat(flows.run(flow, false).path("status").asText()).isEqualTo("SUCCESS");

        JsonNode limited = flows.run(flow, false);

        assertThat(limited.path("status").asText()).isEqualTo("FAILURE");
        assertThat(step(limited).at("/error/kind").asText()).isEqualTo("RateLimited");
        assertThat(step(limited).path("error").toString()).contains("Slow API", "rateLimit");
        assertThat(flows.sent()).hasSize(1);
    }

    private static FlowDocument card(FlowDocument document, String name) {
        return document.card("call", "x:httpfunctions:" + name, "Call")
                .connection(connection)
                .input("Request", "URL", "string", text("things"))
                .output("Response", "Status Code", "number")
                .output("Response", "Headers", "object")
                .output("Response", "Body", name.equals("raw") ? "string" : "object");
    }

    private static JsonNode step(JsonNode execution) {
        List<JsonNode> found = new ArrayList<>();
        execution
                .path("steps")
                .forEach(step -> {
                    if (step.path("title").asText().equals("Call")) {
                        found.add(step);
                    }
                });
        return found.getFirst();
    }

    private static JsonNode text(String text) {
        return Json.object().textNode(text);
    }
}
