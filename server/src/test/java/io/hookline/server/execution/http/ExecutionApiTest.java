package io.hookline.server.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.Mode;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestFlows;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.execution.World;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.StoredJson;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

class ExecutionApiTest {
    private static final String LIST = "/api/hookline/v1/executions";

    @TempDir Path folder;
    private World world;
    private EventLog log;
    private TestingHttp http;
    private final ConcurrentLinkedQueue<Mode> modes = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() {
        Interpreter interpreter = new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
        world =
                new World(
                                folder,
                                (id, flow, input, host) -> {
                                    modes.add(host.mode());
                                    return interpreter.run(id, flow, input, host);
                                })
                        .start();
        log = world.log();
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "https://hooks.example.org/",
                                new ExecutionApi(world.executions()).routes()));
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    private PublishedFlow parse(String id) {
        return world.flows.add(
                id,
                FlowDocument.endpoint("Parse " + id)
                        .card("parse", "json:parse", "Read the body")
                        .linked("", "string", "string", "start/raw/body")
                        .output("", "output", "object"));
    }

    /** A flow whose For Each runs a helper for each item of the body. */
    private PublishedFlow each() {
        world.flows.add(
                "helper",
                FlowDocument.helper("Handle one")
                        .output("", "item", "string")
                        .card("let", "control:let", "Assign")
                        .linked("", "seen", "string", "start//item")
                        .output("", "seen", "string"));
        FlowDocument document =
                FlowDocument.endpoint("All")
                        .card("parse", "json:parse", "Read")
                        .linked("", "string", "string", "start/raw/body")
                        .output("", "output", "object")
                        .card("each", "list:each", "For Each")
                        .linked("", "list", "object", "parse//output")
                        .input(
                                "",
                                "flo",
                                "flo",
                                StoredJson.MAPPER.getNodeFactory().textNode("helper"))
                        .input("", "item", "string", StoredJson.MAPPER.nullNode());
        var json = document.json("each");
        ((com.fasterxml.jackson.databind.node.ObjectNode)
                        json.at("/data/methods/2/node/model/inputs/data")
                                .path("each.inputs..item")
                                .path("value"))
                .putObject("proxy")
                .put("dynamic", true)
                .put("path", "");
        ((com.fasterxml.jackson.databind.node.ObjectNode)
                        json.at("/data/methods/2/node/model/inputs/data")
                                .path("each.inputs..list")
                                .path("value"))
                .put("collection", true);
        ((com.fasterxml.jackson.databind.node.ObjectNode)
                        json.at("/data/methods/1/node/model/outputs/data")
                                .path("parse.outputs..output")
                                .path("value"))
                .put("collection", true);
        return world.flows.add("each", json);
    }

    private JsonNode get(String path) {
        HttpResponse<String> response = http.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestingHttp.json(response);
    }

    @Test
    void showsAnExecutionInTheShapeOfTheContract() {
        UUID id = world.run(parse("a"), "{\"colour\": \"green\"}");

        JsonNode shown = get(LIST + "/" + id);

        assertThat(names(shown))
                .contains(
                        "id",
                        "flow",
                        "status",
                        "stoppedBy",
                        "startedAt",
                        "endedAt",
                        "trigger",
                        "parent",
                        "root",
                        "dataSaved",
                        "steps");
        assertThat(shown.path("id").asText()).isEqualTo(id.toString());
        assertThat(shown.path("flow").toString())
                .isEqualTo("{\"id\":\"a\",\"name\":\"Parse a\",\"version\":1}");
        assertThat(shown.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(shown.path("stoppedBy").isNull()).isTrue();
        assertThat(shown.path("startedAt").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(shown.path("trigger").asText()).isEqualTo("endpoint");
        assertThat(shown.path("parent").isNull()).isTrue();
        assertThat(shown.path("root").asText()).isEqualTo(id.toString());
        assertThat(shown.path("dataSaved").asBoolean()).isTrue();
        JsonNode step = shown.path("steps").get(1);
        assertThat(names(step))
                .contains(
                        "path",
                        "card",
                        "title",
                        "status",
                        "attempt",
                        "startedAt",
                        "millis",
                        "inputs",
                        "outputs",
                        "error",
                        "helpers",
                        "hidden",
                        "truncated");
        assertThat(step.path("card").asText()).isEqualTo("json.parse");
        assertThat(step.path("title").asText()).isEqualTo("Read the body");
        assertThat(step.path("inputs").path("string").asText())
                .isEqualTo("{\"colour\": \"green\"}");
        assertThat(step.path("outputs").path("output").path("colour").asText()).isEqualTo("green");
        assertThat(step.path("helpers").isNull()).isTrue();
        assertThat(step.path("hidden").asBoolean()).isFalse();
        assertThat(step.path("truncated").asBoolean()).isFalse();
    }

    @Test
    void showsWhyACardFailed() {
        UUID id = world.run(parse("a"), "no JSON");

        JsonNode shown = get(LIST + "/" + id);

        assertThat(shown.path("status").asText()).isEqualTo("FAILURE");
        assertThat(shown.path("error").path("title").asText()).isEqualTo("Read the body");
        JsonNode step = shown.path("steps").get(1);
        assertThat(step.path("status").asText()).isEqualTo("FAILURE");
        assertThat(step.path("error").path("kind").asText()).isEqualTo("Invalid");
        assertThat(step.path("error").path("message").asText()).isNotEmpty();
    }

    @Test
    void linksAnExecutionAndItsHelpersBothWays() {
        UUID id = world.run(each(), "[\"a\", \"b\", \"c\"]");

        JsonNode shown = get(LIST + "/" + id);
        assertThat(shown.path("status").asText()).as(shown.toPrettyString()).isEqualTo("SUCCESS");
        JsonNode helpers = shown.path("steps").get(2).path("helpers");
        assertThat(helpers.path("count").asInt()).isEqualTo(3);
        JsonNode listed = get(helpers.path("href").asText());
        assertThat(listed).hasSize(3);
        JsonNode helper = get(LIST + "/" + listed.get(0).path("id").asText());
        assertThat(helper.path("parent").asText()).isEqualTo(id.toString());
        assertThat(helper.path("root").asText()).isEqualTo(id.toString());
        assertThat(helper.path("flow").path("name").asText()).isEqualTo("Handle one");
        assertThat(helper.path("steps").get(1).path("outputs").path("seen").asText())
                .isEqualTo("c");
        assertThat(get(LIST + "?flow=helper")).hasSize(3);
        assertThat(ids(get(LIST))).hasSize(4);
        assertThat(ids(get(LIST + "?helpers=false"))).containsExactly(id.toString());
        assertThat(ids(get(LIST + "?helpers=false&status=SUCCESS"))).containsExactly(id.toString());
        assertThat(get(LIST + "?helpers=false&flow=helper")).isEmpty();
        assertThat(get(LIST + "?helpers=false&root=" + id)).hasSize(1);
    }

    @Test
    void listsNewestFirstAndPagesByLink() {
        List<String> expected = new ArrayList<>();
        PublishedFlow a = parse("a");
        PublishedFlow b = parse("b");
        for (int i = 0; i < 7; i++) {
            expected.addFirst(world.run(i % 3 == 0 ? b : a, "{}").toString());
        }
        world.executions().halt(true);
        expected.addFirst(world.accept(a, "{}").toString());

        List<String> seen = new ArrayList<>();
        String path = LIST + "?limit=3";
        while (!path.isEmpty()) {
            HttpResponse<String> response = http.get(path);
            TestingHttp.json(response).forEach(one -> seen.add(one.path("id").asText()));
            path =
                    response.headers().allValues("Link").stream()
                            .filter(link -> link.endsWith("rel=\"next\""))
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .map(link -> link.replace("https://hooks.example.org", ""))
                            .findFirst()
                            .orElse("");
        }

        assertThat(seen).containsExactlyElementsOf(expected);
        world.executions().halt(false);
    }

    @Test
    void filtersByFlowStatusTimeAndText() {
        UUID good = world.run(parse("a"), "{\"colour\": \"viridian\"}");
        UUID bad = world.run(parse("b"), "no JSON");

        assertThat(ids(get(LIST + "?flow=a"))).containsExactly(good.toString());
        assertThat(ids(get(LIST + "?status=FAILURE"))).containsExactly(bad.toString());
        assertThat(ids(get(LIST + "?status=success"))).containsExactly(good.toString());
        assertThat(ids(get(LIST + "?status=RUNNING"))).isEmpty();
        assertThat(ids(get(LIST + "?q=Viridian"))).containsExactly(good.toString());
        assertThat(ids(get(LIST + "?q=Parse%20b"))).containsExactly(bad.toString());
        assertThat(ids(get(LIST + "?since=2020-01-01T00:00:00Z"))).hasSize(2);
        assertThat(ids(get(LIST + "?since=2120-01-01T00:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "status=DONE, status",
        "since=yesterday, since",
        "limit=0, limit",
        "limit=x, limit",
        "after=x, after",
        "parent=x, parent",
        "colour=green, colour"
    })
    void refusesABadParameterAndNamesIt(String query, String named) {
        HttpResponse<String> response = http.get(LIST + "?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestingHttp.json(response).path("detail").asText()).startsWith(named + ": ");
    }

    @ParameterizedTest
    @CsvSource({"%00", "a%2Fb"})
    void refusesPathsThatCouldBeReadInTwoWays(String id) {
        assertThat(http.get(LIST + "/" + id).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"x", "1-1-1-1-1", "00000000-0000-7000-8000-000000000000"})
    void doesNotKnowOtherIds(String id) {
        assertThat(http.get(LIST + "/" + id).statusCode()).isEqualTo(404);
        assertThat(http.post(LIST + "/" + id + "/cancel", "").statusCode()).isEqualTo(404);
        assertThat(http.post(LIST + "/" + id + "/rerun", "").statusCode()).isEqualTo(404);
    }

    @Test
    void runsAFlowWithGivenInputs() {
        parse("a");

        HttpResponse<String> response =
                http.post(
                        "/api/hookline/v1/flows/a/run",
                        "{\"inputs\": {\"body\": {\"colour\": \"green\"}}, \"dryRun\": true}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        String id = TestingHttp.json(response).path("id").asText();
        world.await(UUID.fromString(id));
        JsonNode shown = get(LIST + "/" + id);
        assertThat(shown.path("trigger").asText()).isEqualTo("run");
        assertThat(shown.path("mode").asText()).isEqualTo("dry_run");
        assertThat(
                        shown.path("steps")
                                .get(1)
                                .path("outputs")
                                .path("output")
                                .path("colour")
                                .asText())
                .isEqualTo("green");
        assertThat(modes).containsExactly(Mode.DRY_RUN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|object",
                "{\"input\": {}}|input",
                "{\"inputs\": []}|inputs",
                "{\"dryRun\": 1}|dryRun",
                "{\"inputs\": {\"raw\": 1}}|inputs.raw",
                "{\"inputs\": {\"headers\": {\"a\": {}}}}|inputs.headers.a",
                "{|JSON"
            })
    void refusesBadInputsAndNamesThem(String body, String named) {
        parse("a");

        HttpResponse<String> response = http.post("/api/hookline/v1/flows/a/run", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestingHttp.json(response).path("detail").asText()).contains(named);
        assertThat(get(LIST)).isEmpty();
    }

    @Test
    void runsAnExecutionAgainFromTheStart() {
        UUID id = world.run(parse("a"), "{\"colour\": \"green\"}");

        HttpResponse<String> response = http.post(LIST + "/" + id + "/rerun", "");

        assertThat(response.statusCode()).isEqualTo(202);
        String again = TestingHttp.json(response).path("id").asText();
        assertThat(again).isNotEqualTo(id.toString());
        world.await(UUID.fromString(again));
        JsonNode shown = get(LIST + "/" + again);
        assertThat(shown.path("trigger").asText()).isEqualTo("rerun");
        assertThat(shown.path("steps").get(1).path("inputs").path("string").asText())
                .isEqualTo("{\"colour\": \"green\"}");
    }

    @Test
    void runsAgainWithSecretsThatHistoryDoesNotShow() {
        PublishedFlow flow =
                world.flows.add(
                        "secret",
                        FlowDocument.endpoint("Secret")
                                .output("headers", "Authorization", "string")
                                .card("if", "control:continueIf", "Right secret?")
                                .linked("", "left-operand", "string", "start/headers/Authorization")
                                .text("operator", "==")
                                .text("right-operand", "sesame-open"));
        UUID id =
                world.accept(
                        flow,
                        new Payload.Call(
                                java.util.Map.of("authorization", "sesame-open"), "", new byte[0]));
        world.await(id);
        String before = http.get(LIST + "/" + id).body();

        String again =
                TestingHttp.json(http.post(LIST + "/" + id + "/rerun", "")).path("id").asText();
        world.await(UUID.fromString(again));

        assertThat(before).doesNotContain("sesame-open").contains("***");
        assertThat(get(LIST + "/" + again).path("stoppedBy").isNull()).isTrue();
        assertThat(http.get(LIST + "/" + again).body()).doesNotContain("sesame-open");
    }

    @Test
    void refusesToRunAgainWhatDidNotSaveItsData() {
        UUID id = world.run(world.flows.put(TestFlows.withoutData(parse("a"))), "{}");

        HttpResponse<String> response = http.post(LIST + "/" + id + "/rerun", "");

        assertThat(response.statusCode()).isEqualTo(409);
        JsonNode shown = get(LIST + "/" + id);
        assertThat(shown.path("dataSaved").asBoolean()).isFalse();
        assertThat(shown.path("steps")).isEmpty();
    }

    @Test
    void cancelsWhatWaitsAndRefusesWhatHasEnded() {
        world.executions().halt(true);
        UUID id = world.accept(parse("a"), "{}");

        assertThat(http.post(LIST + "/" + id + "/cancel", "").statusCode()).isEqualTo(202);
        world.await(id);

        assertThat(get(LIST + "/" + id).path("status").asText()).isEqualTo("CANCELLED");
        HttpResponse<String> again = http.post(LIST + "/" + id + "/cancel", "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(TestingHttp.json(again).path("detail").asText()).contains("it ended at");
    }

    @Test
    void whoRunsAndCancelsStandsInTheLog() {
        world.executions().halt(true);
        parse("a");
        String id =
                TestingHttp.json(http.post("/api/hookline/v1/flows/a/run", "")).path("id").asText();
        http.post(LIST + "/" + id + "/cancel", "");
        http.post(LIST + "/" + id + "/cancel", "");

        List<StoredEvent> reported = log.read(0, List.of(), 10);
        assertThat(reported)
                .extracting(StoredEvent::eventType)
                .containsExactly("hookline.flow.run", "workflows.user.flow.execution.cancel");
        assertThat(reported)
                .allSatisfy(event -> {
                    assertThat(event.json().at("/actor/displayName").asText()).isEqualTo("all");
                    assertThat(event.json().at("/client/ipAddress").asText())
                            .isEqualTo("127.0.0.1");
                    assertThat(event.json().at("/target/0/id").asText()).isEqualTo("a");
                    assertThat(event.json().at("/debugContext/debugData/executionId").asText())
                            .isEqualTo(id);
                });
    }

    @Test
    void asksForThePermissionOfEachAct() {
        UUID id = world.run(parse("a"), "{}");
        var reader = http.request(LIST + "/" + id).header("Authorization", "SSWS READ_EXECUTIONS");

        assertThat(http.send(reader).statusCode()).isEqualTo(200);
        assertThat(http.send(http.request(LIST + "/" + id)).statusCode()).isEqualTo(401);
        for (String path : List.of("/cancel", "/rerun")) {
            assertThat(
                            http.send(
                                            http.request(LIST + "/" + id + path)
                                                    .header("Authorization", "SSWS READ_EXECUTIONS")
                                                    .POST(
                                                            java.net.http.HttpRequest.BodyPublishers
                                                                    .noBody()))
                                    .statusCode())
                    .isEqualTo(403);
        }
        assertThat(
                        http.send(http.request(LIST).header("Authorization", "SSWS RUN_FLOWS"))
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void runsAnObservedFlowInObserveMode() {
        world.flows.put(TestFlows.with(parse("a"), FlowMode.OBSERVE));

        String id =
                TestingHttp.json(http.post("/api/hookline/v1/flows/a/run", "")).path("id").asText();
        world.await(UUID.fromString(id));

        assertThat(modes).containsExactly(Mode.OBSERVE);
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
