package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.endpoint.TestingCallerCheck;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.execution.World;
import io.hookline.server.execution.http.ExecutionApi;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Flows with invoke URLs, called over HTTP. */
abstract class InvokeTest {
    static final String TOKEN = TestFlows.TOKEN;
    static final String ENVELOPE =
            """
            {"eventType":"com.okta.event_hook","eventId":"%s","data":{"events":[{"eventType":"user.session.start"}]}}\
            """;

    @TempDir Path folder;
    World world;
    EventLog log;
    TestingHttp http;
    CountDownLatch gate = new CountDownLatch(0);

    @BeforeEach
    void start() {
        Interpreter interpreter = new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            try {
                                gate.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return interpreter.run(id, flow, input, host);
                        });
        world.start();
        log = world.log();
        serve(Duration.ofSeconds(20));
    }

    void serve(Duration patience) {
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "http://localhost",
                                new InvokeApi(
                                                world.database(),
                                                world.executions(),
                                                TestingCallerCheck.of(world, log),
                                                100_000,
                                                patience)
                                        .routes()),
                        TestingHttp.routes(
                                "http://localhost", new ExecutionApi(world.executions()).routes()));
    }

    @AfterEach
    void stop() {
        gate.countDown();
        http.close();
        world.close();
    }

    static FlowDocument quiet() {
        return FlowDocument.endpoint("Quiet")
                .card("let", "control:let", "Assign")
                .linked("", "body", "string", "start/raw/body")
                .output("", "body", "string");
    }

    /** Returns what the trigger card gave. */
    static FlowDocument echo() {
        return FlowDocument.endpoint("Echo")
                .output("headers", "X-Colour", "string")
                .output("query", "size", "string")
                .card("return", "control:return", "Return")
                .linked("", "headers", "object", "start/raw/headers")
                .linked("", "body", "string", "start/raw/body")
                .linked("", "query", "string", "start/raw/query")
                .linked("", "colour", "string", "start/headers/X-Colour")
                .linked("", "size", "string", "start/query/size")
                .linked("", "execution", "string", "start/context/execution_id");
    }

    static String invoke(String alias) {
        return "/api/flo/" + alias + "/invoke";
    }

    HttpRequest.Builder authorised(String alias) {
        return http.request(invoke(alias)).header("x-api-client-token", TOKEN);
    }

    HttpResponse<String> post(String alias, String body) {
        return http.send(authorised(alias).POST(BodyPublishers.ofString(body)));
    }

    static void assertProblem(HttpResponse<String> response, int status, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        JsonNode problem = TestingHttp.json(response);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(problem.path("reason").asText()).isEqualTo(reason);
    }

    static JsonNode number(int value) {
        return io.hookline.server.json.Json.object().numberNode(value);
    }

    static JsonNode text(String value) {
        return io.hookline.server.json.Json.object().textNode(value);
    }
}
