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
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;
import io.hookline.server.studio.flow.PublishedFlow.SecurityLevel;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

class InvokeApiTest {
    private static final String TOKEN = TestFlows.TOKEN;
    private static final String ENVELOPE =
            """
            {"eventType":"com.okta.event_hook","eventId":"%s","data":{"events":[{"eventType":"user.session.start"}]}}\
            """;

    @TempDir Path folder;
    private World world;
    private EventLog log;
    private TestingHttp http;
    private CountDownLatch gate = new CountDownLatch(0);

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

    private void serve(Duration patience) {
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

    private static FlowDocument quiet() {
        return FlowDocument.endpoint("Quiet")
                .card("let", "control:let", "Assign")
                .linked("", "body", "string", "start/raw/body")
                .output("", "body", "string");
    }

    /** Returns what the trigger card gave. */
    private static FlowDocument echo() {
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

    private static String invoke(String alias) {
        return "/api/flo/" + alias + "/invoke";
    }

    private HttpRequest.Builder authorised(String alias) {
        return http.request(invoke(alias)).header("x-api-client-token", TOKEN);
    }

    private HttpResponse<String> post(String alias, String body) {
        return http.send(authorised(alias).POST(BodyPublishers.ofString(body)));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        JsonNode problem = TestingHttp.json(response);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(problem.path("reason").asText()).isEqualTo(reason);
    }

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

    private static JsonNode number(int value) {
        return io.hookline.server.json.Json.object().numberNode(value);
    }

    private static JsonNode text(String value) {
        return io.hookline.server.json.Json.object().textNode(value);
    }
}
