package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What Slack hears of flows that take long, stop or fail. */
class SlackPatienceTest extends InvokeTest {
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    private HttpResponse<String> slack(String alias, String body) {
        long time = Instant.now().getEpochSecond();
        return http.send(
                http.request(invoke(alias))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Slack-Request-Timestamp", String.valueOf(time))
                        .header("X-Slack-Signature", signature(time, body))
                        .POST(BodyPublishers.ofString(body)));
    }

    private static String signature(long time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            byte[] made = mac.doFinal(("v0:" + time + ":" + body).getBytes(UTF_8));
            return "v0=" + HexFormat.of().formatHex(made);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void signed(FlowDocument document) {
        world.flows.put(TestFlows.signed(world.flows.add("slack", document), SECRET));
    }

    private String status(HttpResponse<String> response) {
        String id = response.headers().firstValue("x-hookline-execution-id").orElseThrow();
        return TestingHttp.json(http.get("/api/hookline/v1/executions/" + id))
                .path("status")
                .asText();
    }

    /** Slack gives up after three seconds, and shows an error to whoever pressed the button. */
    @Test
    void aFlowThatTakesLongIsAcknowledgedAndGoesOn() {
        http.close();
        serve(Duration.ofMillis(50));
        gate = new CountDownLatch(1);
        signed(
                FlowDocument.endpoint("Slow")
                        .card("return", "control:return", "Return")
                        .linked("", "text", "string", "start/raw/body"));

        HttpResponse<String> response = slack("slack", "command=%2Flock");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(status(response)).isEqualTo("RUNNING");
        gate.countDown();
    }

    @Test
    void neverIsSlackKeptLongerThanItWaits() {
        assertThat(SlackReply.PATIENCE).isLessThan(Duration.ofSeconds(3));
    }

    /** A dialog takes no text, a command shows it to whoever typed it. */
    @ParameterizedTest
    @CsvSource({"command=%2Flock, '{\"text\":\"Nobody to lock\"}'", "payload=%7B%7D, ''"})
    void aFlowThatStopsTellsWhoTypedACommandWhy(String body, String answer) {
        signed(
                FlowDocument.endpoint("Stops")
                        .card("if", "control:continueIf", "Continue If")
                        .input("", "left-operand", "number", number(1))
                        .text("operator", "==")
                        .input("", "right-operand", "number", number(2))
                        .input("otherwise", "message", "string", text("Nobody to lock"))
                        .card("return", "control:return", "Return")
                        .linked("", "text", "string", "start/raw/body"));

        HttpResponse<String> response = slack("slack", body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(answer);
    }

    @Test
    void aFlowThatFailsIsNoSuccessForSlack() {
        signed(
                FlowDocument.endpoint("Fails")
                        .card("throw", "control:throw", "Return Error")
                        .input("", "statusCode", "number", number(503))
                        .text("message", "broken")
                        .card("return", "control:return", "Return")
                        .linked("", "text", "string", "start/raw/body"));

        HttpResponse<String> response = slack("slack", "command=%2Flock");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    }
}
