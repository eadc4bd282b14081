package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** What callers are answered, and when. */
class InvokeAnswersTest extends InvokeTest {
    @Test
    void answersEarlyWhenNoCardAnswers() {
        world.flows.add("quiet", quiet());

        HttpResponse<String> response = post("quiet", "hello");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode body = TestingHttp.json(response);
        assertThat(body.size()).isEqualTo(1);
        String id = body.path("execution_id").asText();
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(response.headers().firstValue("x-hookline-execution-id")).contains(id);
    }

    @Test
    void acceptsAnEnvelopeOnceAndAnswersEarlyEvenWhenACardWouldAnswer() {
        world.flows.add("echo", echo());
        String envelope = String.format(java.util.Locale.ROOT, ENVELOPE, UUID.randomUUID());

        HttpResponse<String> first = post("echo", envelope);
        HttpResponse<String> second = post("echo", envelope);

        assertThat(first.statusCode()).isEqualTo(200);
        JsonNode body = TestingHttp.json(first);
        assertThat(body.size()).isEqualTo(1);
        assertThat(body.path("execution_id").asText()).isNotEmpty();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("x-hookline-execution-id"))
                .isEqualTo(first.headers().firstValue("x-hookline-execution-id"));
        assertThat(TestingHttp.json(http.get("/api/hookline/v1/executions?flow=echo"))).hasSize(1);
        HttpResponse<String> other =
                post("echo", String.format(java.util.Locale.ROOT, ENVELOPE, UUID.randomUUID()));
        assertThat(other.body()).isNotEqualTo(first.body());
    }

    @Test
    void answersAFlowThatStopsWithItsMessage() {
        world.flows.add(
                "stops",
                FlowDocument.endpoint("Stops")
                        .card("if", "control:continueIf", "Continue If")
                        .input("", "left-operand", "number", number(1))
                        .text("operator", "==")
                        .input("", "right-operand", "number", number(2))
                        .input("otherwise", "message", "string", text("No Events Found"))
                        .card("return", "control:return", "Return"));

        HttpResponse<String> response = post("stops", "{}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"message\":\"No Events Found\"}");
    }

    @Test
    void answersAnErrorThatTheAuthorRaisedWithItsStatusAndMessage() {
        world.flows.add(
                "raises",
                FlowDocument.endpoint("Raises")
                        .card("throw", "control:throw", "Return Error")
                        .input("", "statusCode", "number", number(422))
                        .text("message", "The colour is missing"));

        HttpResponse<String> response = post("raises", "{}");

        assertThat(response.statusCode()).isEqualTo(422);
        JsonNode problem = TestingHttp.json(response);
        assertThat(problem.path("detail").asText()).isEqualTo("The colour is missing");
        assertThat(problem.path("execution_id").asText())
                .isEqualTo(response.headers().firstValue("x-hookline-execution-id").orElseThrow());
    }

    @Test
    void showsNoValuesWhenACardFails() {
        world.flows.add(
                "fails",
                FlowDocument.endpoint("Fails")
                        .card("parse", "json:parse", "Read the order")
                        .linked("", "string", "string", "start/raw/body")
                        .output("", "output", "object")
                        .card("return", "control:return", "Return"));

        HttpResponse<String> response = post("fails", "top secret, no JSON");

        assertThat(response.statusCode()).isEqualTo(500);
        JsonNode problem = TestingHttp.json(response);
        assertThat(problem.path("detail").asText()).contains("Read the order");
        assertThat(problem.path("execution_id").asText()).isNotEmpty();
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void sendsARawAnswerAsItIsButNotWhatWouldOpenAHole() {
        world.flows.add(
                "raw",
                FlowDocument.endpoint("Raw")
                        .card("raw", "control:returnRaw", "Return Raw")
                        .input("", "statusCode", "number", number(418))
                        .input(
                                "",
                                "headers",
                                "object",
                                TestFlows.json(
                                        """
                                        {"Content-Type": "text/html", "X-Own": "1", "Set-Cookie": "a=b",
                                         "Content-Security-Policy": "none", "Transfer-Encoding": "chunked",
                                         "X-Bad": "a\\r\\nX-Injected: 1"}\
                                        """))
                        .text("body", "<b>tea</b>"));

        HttpResponse<String> response = post("raw", "{}");

        assertThat(response.statusCode()).isEqualTo(418);
        assertThat(response.body()).isEqualTo("<b>tea</b>");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(response.headers().firstValue("X-Own")).contains("1");
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(response.headers().firstValue("X-Bad")).isEmpty();
        assertThat(response.headers().firstValue("X-Injected")).isEmpty();
        assertThat(response.headers().firstValue("Content-Security-Policy")).contains("sandbox");
        assertThat(response.headers().firstValue("x-hookline-execution-id")).isPresent();
    }

    @Test
    void answersWithTheExecutionWhenNoCardAnswersInTimeAndTheFlowGoesOn() throws Exception {
        http.close();
        serve(Duration.ofMillis(50));
        gate = new CountDownLatch(1);
        world.flows.add("echo", echo());

        HttpResponse<String> response = post("echo", "{}");
        String id = response.headers().firstValue("x-hookline-execution-id").orElseThrow();
        gate.countDown();

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(TestingHttp.json(response).path("execution_id").asText()).isEqualTo(id);
        var end = world.executions().expect(UUID.fromString(id));
        while (!end.isDone()
                && !http.get("/api/hookline/v1/executions/" + id).body().contains("SUCCESS")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void acceptsWhileHaltedAndDoesNotLetTheCallerWait() {
        world.executions().halt(true);
        world.flows.add("echo", echo());
        world.flows.add("quiet", quiet());

        assertThat(post("quiet", "{}").statusCode()).isEqualTo(200);
        HttpResponse<String> response = post("echo", "{}");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(TestingHttp.json(http.get("/api/hookline/v1/executions?status=QUEUED")))
                .hasSize(2);
    }
}
