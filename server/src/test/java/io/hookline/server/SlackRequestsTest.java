package io.hookline.server;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.json.Json;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Slash commands and buttons of a Slack app whose request URL is the invoke URL of a flow. */
class SlackRequestsTest {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
    private static final String RESPONSE =
            "https://hooks.slack.com/commands/T0001/42/kZk3vNVnSeX0pQrStUvWxYz1";
    private static final String COMMAND =
            "token=gIkuvaNzQIHg97ATvDxqgjtO&team_id=T0001&command=%2Flock&text=ada+now"
                    + "&user_id=U2147483697&response_url="
                    + URLEncoder.encode(RESPONSE, UTF_8);

    private static final AtomicInteger SENT = new AtomicInteger();

    @TempDir static Path data;
    private static FlowServer flows;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        flows = new FlowServer(data);
    }

    @AfterAll
    static void stop() {
        flows.close();
    }

    /** A flow whose calls are signed, switched on. */
    private static JsonNode signed(FlowDocument document) {
        String flow = flows.create(document);
        JsonNode changed =
                flows.call(
                        "PUT",
                        "/flows/" + flow,
                        "{\"securityLevel\": \"slackSignature\", \"signingSecret\": \""
                                + SECRET
                                + "\"}");
        assertThat(changed.path("securityLevel").asText()).isEqualTo("slackSignature");
        assertThat(changed.toString()).doesNotContain(SECRET, "clientToken=");
        flows.call("POST", "/flows/" + flow + "/on", "");
        return changed;
    }

    private static FlowDocument command() {
        return FlowDocument.endpoint("Command")
                .output("body", "command", "string")
                .output("body", "text", "string")
                .card("return", "control:return", "Return")
                .linked("", "text", "string", "start/body/text")
                .linked("", "command", "string", "start/body/command");
    }

    private static FlowDocument quiet() {
        return FlowDocument.endpoint("Quiet")
                .card("let", "control:let", "Assign")
                .linked("", "body", "string", "start/raw/body")
                .output("", "body", "string");
    }

    private static String signature(String secret, long time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            byte[] made = mac.doFinal(("v0:" + time + ":" + body).getBytes(UTF_8));
            return "v0=" + HexFormat.of().formatHex(made);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> send(
            JsonNode flow, String body, String type, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(java.net.URI.create(flow.path("invokeUrl").asText()))
                        .POST(BodyPublishers.ofString(body))
                        .header("Content-Type", type);
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> slack(JsonNode flow, String body, long time) {
        return send(
                flow,
                body,
                "application/x-www-form-urlencoded",
                Map.of(
                        "X-Slack-Request-Timestamp",
                        String.valueOf(time),
                        "X-Slack-Signature",
                        signature(SECRET, time, body)));
    }

    /** No other test signs the same in this second. */
    private static String fresh() {
        return COMMAND + "&n=" + SENT.incrementAndGet();
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private static JsonNode history(HttpResponse<String> response) {
        return flows.awaitEnded(
                response.headers().firstValue("x-hookline-execution-id").orElseThrow());
    }

    private static void assertRefused(HttpResponse<String> response, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.body()).contains("\"" + reason + "\"").doesNotContain(SECRET);
    }

    @Test
    void aSlashCommandReachesTheFlowAndIsAnsweredWithWhatItReturns() throws Exception {
        JsonNode flow = signed(command());

        HttpResponse<String> response = slack(flow, fresh(), now());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Json.MAPPER.readTree(response.body()).path("text").asText())
                .isEqualTo("ada now");
        JsonNode execution = history(response);
        assertThat(execution.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(execution.toString())
                .contains("/lock", "U2147483697")
                .doesNotContain(SECRET)
                .doesNotContain("gIkuvaNzQIHg97ATvDxqgjtO")
                .doesNotContain("kZk3vNVnSeX0pQrStUvWxYz1")
                .doesNotContain("v0=");
    }

    @Test
    void aPressedButtonReachesTheFlowAsAnObject() throws Exception {
        JsonNode flow =
                signed(
                        FlowDocument.endpoint("Button")
                                .output("body", "payload", "object")
                                .card("return", "control:return", "Return")
                                .linked("", "pressed", "object", "start/body/payload"));
        String payload =
                "{\"type\":\"block_actions\",\"token\":\"gIkuvaNzQIHg97ATvDxqgjtO\",\"actions\":"
                        + "[{\"action_id\":\"suspend\",\"value\":\"00u1\"}],\"response_url\":\""
                        + RESPONSE.replace("/", "\\/")
                        + "\"}";

        HttpResponse<String> response =
                slack(flow, "payload=" + URLEncoder.encode(payload, UTF_8), now());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode pressed = Json.MAPPER.readTree(response.body()).path("pressed");
        assertThat(pressed.at("/actions/0/value").asText()).isEqualTo("00u1");
        assertThat(pressed.path("response_url").asText()).isEqualTo(RESPONSE);
        assertThat(history(response).toString())
                .contains("block_actions")
                .doesNotContain("kZk3vNVnSeX0pQrStUvWxYz1")
                .doesNotContain("gIkuvaNzQIHg97ATvDxqgjtO");
    }

    @Test
    void aFlowThatAnswersNothingAcknowledgesWithAnEmptyBody() {
        JsonNode flow = signed(quiet());

        HttpResponse<String> response = slack(flow, fresh(), now());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(history(response).path("status").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void anAddressIsConfirmedToSlackAndRunsNothing() throws Exception {
        JsonNode flow = signed(quiet());
        flows.call("POST", "/flows/" + flow.path("id").asText() + "/off", "");
        String body = "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw1aB\"}";
        long time = now();

        HttpResponse<String> response =
                send(
                        flow,
                        body,
                        "application/json",
                        Map.of(
                                "X-Slack-Request-Timestamp",
                                String.valueOf(time),
                                "X-Slack-Signature",
                                signature(SECRET, time, body)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(Json.MAPPER.readTree(response.body()).path("challenge").asText())
                .isEqualTo("3eZbrw1aB");
        assertThat(flows.call("GET", "/executions?flow=" + flow.path("id").asText(), "")).isEmpty();
    }

    @Test
    void aCallIsTakenOnceAlsoAcrossARestartAndByOneFlowOnly() {
        JsonNode flow = signed(quiet());
        JsonNode other = signed(quiet());
        long time = now();

        assertThat(slack(flow, COMMAND + "&once=1", time).statusCode()).isEqualTo(200);

        assertRefused(slack(flow, COMMAND + "&once=1", time), "SIGNATURE_TAKEN");
        assertRefused(slack(other, COMMAND + "&once=1", time), "SIGNATURE_TAKEN");
        flows.restart(Map.of());
        JsonNode again = flows.call("GET", "/flows/" + flow.path("id").asText(), "");
        assertRefused(slack(again, COMMAND + "&once=1", time), "SIGNATURE_TAKEN");
        assertThat(flows.call("GET", "/executions?flow=" + flow.path("id").asText(), ""))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "-301, SIGNATURE_OLD",
        "310, SIGNATURE_OLD",
        "-280, ''",
        "280, ''",
    })
    void aCallIsTakenWithinFiveMinutes(long seconds, String reason) {
        JsonNode flow = signed(quiet());

        HttpResponse<String> response = slack(flow, fresh(), now() + seconds);

        if (reason.isEmpty()) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        } else {
            assertRefused(response, reason);
        }
    }

    @Test
    void whatIsSignedOtherwiseIsRefused() {
        JsonNode flow = signed(quiet());
        long time = now();
        String type = "application/x-www-form-urlencoded";
        String stamp = "X-Slack-Request-Timestamp";
        String signed = "X-Slack-Signature";
        String right = signature(SECRET, time, COMMAND);
        String at = String.valueOf(time);

        assertRefused(send(flow, COMMAND, type, Map.of()), "SIGNATURE_MISSING");
        assertRefused(send(flow, COMMAND, type, Map.of(signed, right)), "SIGNATURE_MISSING");
        assertRefused(
                send(flow, COMMAND, type, Map.of(stamp, "soon", signed, right)),
                "SIGNATURE_MISSING");
        assertRefused(
                send(flow, COMMAND, type, Map.of(stamp, at, signed, right.substring(3))),
                "SIGNATURE_MISSING");
        assertRefused(
                send(
                        flow,
                        COMMAND,
                        type,
                        Map.of(
                                stamp,
                                at,
                                signed,
                                signature("another-secret-of-slack", time, COMMAND))),
                "SIGNATURE_WRONG");
        assertRefused(
                send(flow, COMMAND + "&user_id=U1", type, Map.of(stamp, at, signed, right)),
                "SIGNATURE_WRONG");
        assertRefused(
                send(flow, COMMAND, type, Map.of(stamp, String.valueOf(time - 1), signed, right)),
                "SIGNATURE_WRONG");
        // No wrong call keeps the right one out.
        assertThat(slack(flow, fresh(), time).statusCode()).isEqualTo(200);
    }

    @Test
    void theClientTokenOpensNothingThen() {
        JsonNode before = flows.call("GET", "/flows/" + flows.create(quiet()), "");
        String token = before.path("clientToken").asText();
        JsonNode flow = signed(quiet());

        HttpResponse<String> response =
                send(flow, COMMAND, "text/plain", Map.of("x-api-client-token", token));

        assertRefused(response, "SIGNATURE_MISSING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"securityLevel\": \"slackSignature\"}",
                "{\"securityLevel\": \"slackSignature\", \"signingSecret\": \"short\"}",
                "{\"securityLevel\": \"slackSignature\", \"signingSecret\": 7}",
                "{\"securityLevel\": \"clientToken\", \"signingSecret\": \"8f742231b10e8888\"}",
                "{\"signingSecret\": \"8f742231b10e8888\"}",
            })
    void aSecretThatIsMissingOrUselessIsRefused(String change) {
        String flow = flows.create(quiet());

        HttpResponse<String> response = flows.send("PUT", "/flows/" + flow, change);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains("signingSecret").doesNotContain("8f742231b10e8888");
        assertThat(flows.call("GET", "/flows/" + flow, "").path("securityLevel").asText())
                .isEqualTo("clientToken");
    }

    @Test
    void theSecretIsWrittenOnlyStaysWithOtherChangesAndGoesWithTheLevel() {
        JsonNode flow = signed(quiet());
        String path = "/flows/" + flow.path("id").asText();
        ObjectNode shown = (ObjectNode) flows.call("GET", path, "");

        JsonNode renamed = flows.call("PUT", path, shown.put("name", "Renamed").toString());

        assertThat(renamed.path("securityLevel").asText()).isEqualTo("slackSignature");
        assertThat(slack(flow, fresh(), now() - 1).statusCode()).isEqualTo(200);
        assertThat(flows.call("GET", path + "/document", "").toString()).doesNotContain(SECRET);
        assertThat(flows.call("GET", path + "/document", "").at("/data/security_level").asText())
                .isEqualTo("medium");
        assertThat(flows.call("GET", "/api/v1/logs?limit=1000", "").toString())
                .doesNotContain(SECRET)
                .contains("signingSecretChanged");

        flows.call("PUT", path, "{\"securityLevel\": \"clientToken\"}");
        assertThat(flows.send("PUT", path, "{\"securityLevel\": \"slackSignature\"}").statusCode())
                .isEqualTo(400);
        assertThat(slack(flow, fresh(), now() - 2).body()).contains("TOKEN_MISSING");
    }
}
