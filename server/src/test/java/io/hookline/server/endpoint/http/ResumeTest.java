package io.hookline.server.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.endpoint.TestingCallerCheck;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.execution.World;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** {@code /api/flo/{alias}/resume/{executionId}}, over HTTP. */
class ResumeTest {
    private static final String EXECUTION = "x-hookline-execution-id";

    @TempDir Path folder;
    private World world;
    private TestingHttp http;

    @BeforeEach
    void start() {
        Interpreter interpreter = new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
        world = new World(folder, interpreter::run).start();
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "http://localhost",
                                new InvokeApi(
                                                world.database(),
                                                world.executions(),
                                                TestingCallerCheck.of(world, world.log()),
                                                100_000,
                                                Duration.ofSeconds(20))
                                        .routes()),
                        TestingHttp.routes(
                                "http://localhost", new ExecutionApi(world.executions()).routes()));
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    /** Asks, and returns the answer. */
    private PublishedFlow approval() {
        return world.flows.add(
                "approval",
                paused(FlowDocument.endpoint("Approval").output("body", "person", "string"))
                        .card("end", "control:return", "Return")
                        .linked("", "person", "string", "start/body/person")
                        .linked("", "answer", "string", "pause//answer")
                        .linked("", "why", "string", "pause/body/why")
                        .linked("", "by", "string", "pause/query/by")
                        .linked("", "colour", "string", "pause/headers/X-Colour")
                        .linked("", "sent", "string", "pause/raw/body")
                        .linked("", "headers", "object", "pause/raw/headers"));
    }

    private static FlowDocument paused(FlowDocument flow) {
        return flow.card("pause", "http:pause", "Pause")
                .text("question", "sure?")
                .output("", "answer", "string")
                .output("body", "why", "string")
                .output("query", "by", "string")
                .output("headers", "X-Colour", "string")
                .output("raw", "body", "string")
                .output("raw", "headers", "object");
    }

    private HttpRequest.Builder authorised(String path) {
        return http.request(path).header("x-api-client-token", TestFlows.TOKEN);
    }

    /** Invokes a flow up to its first Pause card. */
    private String paused(String alias) {
        HttpResponse<String> response =
                http.send(
                        authorised("/api/flo/" + alias + "/invoke")
                                .POST(BodyPublishers.ofString("{\"person\": \"Ada\"}")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode body = TestingHttp.json(response);
        assertThat(body.path("question").asText()).isEqualTo("sure?");
        String id = response.headers().firstValue(EXECUTION).orElseThrow();
        assertThat(body.findValuesAsText("execution_id")).containsExactly(id);
        return id;
    }

    private static String path(String alias, String id) {
        return "/api/flo/" + alias + "/resume/" + id;
    }

    private HttpResponse<String> resume(String id, String body) {
        return http.send(
                authorised(path("approval", id))
                        .header("X-Colour", "green")
                        .POST(BodyPublishers.ofString(body)));
    }

    private JsonNode shown(String id) {
        return TestingHttp.json(http.get("/api/hookline/v1/executions/" + id));
    }

    private static void assertRefused(HttpResponse<String> response, int status, String reason) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(TestingHttp.json(response).path("reason").asText()).isEqualTo(reason);
    }

    @Test
    void whatTheCallBringsIsWhatTheCardGivesAndTheNextAnswerIsTheCallsAnswer() {
        approval();
        String id = paused("approval");
        assertThat(shown(id).path("status").asText()).isEqualTo("WAITING");
        assertThat(shown(id).at("/waits/paused").asBoolean()).isTrue();
        String sent = "{\"answer\": \"yes\", \"why\": \"she asked\"}";

        HttpResponse<String> response =
                http.send(
                        http.request(
                                        path("approval", id)
                                                + "?by=bob&clientToken="
                                                + TestFlows.TOKEN)
                                .header("X-Colour", "green")
                                .POST(BodyPublishers.ofString(sent)));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue(EXECUTION)).contains(id);
        JsonNode body = TestingHttp.json(response);
        assertThat(body.path("person").asText()).isEqualTo("Ada");
        assertThat(body.path("answer").asText()).isEqualTo("yes");
        assertThat(body.path("why").asText()).isEqualTo("she asked");
        assertThat(body.path("by").asText()).isEqualTo("bob");
        assertThat(body.path("colour").asText()).isEqualTo("green");
        assertThat(body.path("sent").asText()).isEqualTo(sent);
        assertThat(body.at("/headers/x-colour").asText()).isEqualTo("green");
        assertThat(response.body()).doesNotContain(TestFlows.TOKEN);
        assertThat(shown(id).path("status").asText()).isEqualTo("SUCCESS");
        assertThat(shown(id).toString()).doesNotContain(TestFlows.TOKEN);
    }

    @Test
    void aGetResumesToo() {
        approval();
        String id = paused("approval");

        HttpResponse<String> response =
                http.send(authorised(path("approval", id) + "?answer=yes&by=bob").GET());

        assertThat(TestingHttp.json(response).path("answer").asText()).isEqualTo("yes");
        assertThat(TestingHttp.json(response).path("by").asText()).isEqualTo("bob");
    }

    /** As an invoke URL reads them. */
    @Test
    void aFormIsItsFieldsAndAListTakesAllValuesOfAParameter() {
        world.flows.add(
                "forms",
                FlowDocument.endpoint("Forms")
                        .card("pause", "http:pause", "Pause")
                        .text("question", "sure?")
                        .output("", "answer", "string")
                        .outputs("", "tags", "string")
                        .output("", "tag", "string")
                        .outputs("query", "by", "string")
                        .output("raw", "body", "object")
                        .output("raw", "query", "object")
                        .card("end", "control:return", "Return")
                        .linked("", "answer", "string", "pause//answer")
                        .linked("", "tags", "object", "pause//tags")
                        .linked("", "tag", "string", "pause//tag")
                        .linked("", "by", "object", "pause/query/by")
                        .linked("", "body", "object", "pause/raw/body")
                        .linked("", "query", "object", "pause/raw/query"));
        String id = paused("forms");

        HttpResponse<String> response =
                http.send(
                        authorised(path("forms", id) + "?by=a&by=b&tags=x&tags=y&tag=1&tag=2")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("answer=yes+please&n=%C3%A9")));

        JsonNode body = TestingHttp.json(response);
        assertThat(body.path("answer").asText()).isEqualTo("yes please");
        assertThat(body.path("tags").toString()).isEqualTo("[\"x\",\"y\"]");
        assertThat(body.path("tag").asText()).isEqualTo("1");
        assertThat(body.path("by").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(body.path("body").toString())
                .isEqualTo("{\"answer\":\"yes please\",\"n\":\"é\"}");
        assertThat(body.path("query").path("tag").toString()).isEqualTo("[\"1\",\"2\"]");
    }

    @Test
    void aBodyThatIsNoJsonIsTheRawBodyWhateverTheFirstCardReads() {
        approval();
        String id = paused("approval");

        HttpResponse<String> response = resume(id, "yes, please");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(TestingHttp.json(response).path("sent").asText()).isEqualTo("yes, please");
    }

    @Test
    void onlyTheTokenOfTheFlowResumes() {
        approval();
        String id = paused("approval");

        assertRefused(http.send(http.request(path("approval", id))), 401, "TOKEN_MISSING");
        assertRefused(
                http.send(http.request(path("approval", id) + "?clientToken=wrong")),
                401,
                "TOKEN_WRONG");
        assertThat(shown(id).path("status").asText()).isEqualTo("WAITING");
        assertThat(resume(id, "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void anExecutionIsResumedOnce() {
        approval();
        String id = paused("approval");
        assertThat(resume(id, "{\"answer\": \"yes\"}").body()).contains("\"yes\"");

        assertRefused(resume(id, "{\"answer\": \"no\"}"), 409, "NOT_PAUSED");
    }

    @Test
    void eachPauseCardAsksForACallOfItsOwn() {
        world.flows.add(
                "approval",
                paused(FlowDocument.endpoint("Approval"))
                        .card("second", "http:pause", "Pause")
                        .text("question", "really?")
                        .output("", "answer", "string")
                        .card("end", "control:return", "Return")
                        .linked("", "first", "string", "pause//answer")
                        .linked("", "second", "string", "second//answer"));
        String id = paused("approval");

        JsonNode second = TestingHttp.json(resume(id, "{\"answer\": \"yes\"}"));
        JsonNode end = TestingHttp.json(resume(id, "{\"answer\": \"still\"}"));

        assertThat(second.path("question").asText()).isEqualTo("really?");
        assertThat(end.path("first").asText()).isEqualTo("yes");
        assertThat(end.path("second").asText()).isEqualTo("still");
        assertRefused(resume(id, "{}"), 409, "NOT_PAUSED");
    }

    @Test
    void aFlowThatAnswersNothingMoreIsAnsweredForWithItsExecution() {
        world.flows.add("approval", paused(FlowDocument.endpoint("Approval")));
        String id = paused("approval");

        assertThat(resume(id, "{}").body()).isEqualTo("{\"execution_id\":\"" + id + "\"}");
    }

    @Test
    void aFailureAfterThePauseIsTheAnswerOfTheResumingCall() {
        world.flows.add(
                "approval",
                paused(FlowDocument.endpoint("Approval"))
                        .card("throw", "control:throw", "Return Error")
                        .text("message", "She said no"));
        String id = paused("approval");

        HttpResponse<String> response = resume(id, "{}");

        assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
        assertThat(TestingHttp.json(response).path("execution_id").asText()).isEqualTo(id);
        assertThat(shown(id).path("status").asText()).isEqualTo("FAILURE");
    }

    @Test
    void anExecutionOfAnotherFlowOrOfNoneIsUnknown() {
        approval();
        String id = paused("approval");
        world.flows.add("other", paused(FlowDocument.endpoint("Other")));

        assertRefused(http.send(authorised(path("other", id))), 404, "UNKNOWN_EXECUTION");
        assertRefused(resume(UUID.randomUUID().toString(), "{}"), 404, "UNKNOWN_EXECUTION");
        assertRefused(resume("1-1-1-1-1", "{}"), 404, "UNKNOWN_EXECUTION");
        assertRefused(resume("nonsense", "{}"), 404, "UNKNOWN_EXECUTION");
        assertRefused(http.send(authorised(path("gone", id))), 404, "UNKNOWN_ALIAS");
        assertThat(shown(id).path("status").asText()).isEqualTo("WAITING");
    }

    @Test
    void aFlowThatIsOffIsNotResumedAndStaysPaused() {
        PublishedFlow flow = approval();
        String id = paused("approval");
        world.flows.put(TestFlows.with(flow, FlowMode.OFF));

        assertRefused(resume(id, "{\"answer\": \"no\"}"), 409, "FLOW_OFF");
        world.flows.put(TestFlows.with(flow, FlowMode.ON));

        assertThat(TestingHttp.json(resume(id, "{\"answer\": \"yes\"}")).path("answer").asText())
                .isEqualTo("yes");
    }

    @Test
    void anExecutionThatWaitsForATimeIsNotPaused() {
        world.flows.add(
                "approval",
                FlowDocument.endpoint("Waits")
                        .card("wait", "control:wait", "Wait For")
                        .input("", "delay", "number", Json.object().numberNode(1))
                        .text("unit", "day"));
        HttpResponse<String> invoked =
                http.send(authorised("/api/flo/approval/invoke").POST(BodyPublishers.noBody()));
        String id = invoked.headers().firstValue(EXECUTION).orElseThrow();

        assertRefused(resume(id, "{}"), 409, "NOT_PAUSED");
    }

    @Test
    void otherMethodsAreRefusedAndAChallengeIsAnswered() {
        approval();
        String id = paused("approval");

        HttpResponse<String> response =
                http.send(authorised(path("approval", id)).method("PUT", BodyPublishers.noBody()));
        assertRefused(response, 405, "METHOD_NOT_ALLOWED");
        assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
        assertThat(
                        http.send(
                                        authorised(path("approval", id))
                                                .header("x-okta-verification-challenge", "abc"))
                                .body())
                .isEqualTo("{\"verification\":\"abc\"}");
        assertThat(shown(id).path("status").asText()).isEqualTo("WAITING");
    }

    @Test
    void aPersonResumesFromTheHistoryAndOnlyOnce() {
        approval();
        String id = paused("approval");
        String resume = "/api/hookline/v1/executions/" + id + "/resume";
        HttpResponse<String> response = http.post(resume, "{\"body\": {\"why\": \"by hand\"}}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(TestingHttp.json(response).path("id").asText()).isEqualTo(id);
        world.await(UUID.fromString(id));
        assertThat(outputs(id)).contains("by hand");

        HttpResponse<String> again = http.post(resume, "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("SUCCESS");
        assertThat(http.post(resume, "{\"who\": 1}").statusCode()).isEqualTo(400);
    }

    private String outputs(String id) {
        return http.get("/api/hookline/v1/executions/" + id).body();
    }
}
