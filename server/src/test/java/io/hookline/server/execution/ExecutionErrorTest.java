package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.execution.model.FailureAdvice;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.UUID;

/** What an error says: which card of which flow, what it was given, what to do. */
class ExecutionErrorTest {
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
                                "https://hooks.example.org/",
                                new ExecutionApi(world.executions()).routes()));
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    private static FlowDocument parsing(FlowDocument flow, String from) {
        return flow.card("parse", "json:parse", "Read the body")
                .linked("", "string", "string", from)
                .output("", "output", "object");
    }

    private PublishedFlow parsing() {
        return world.flows.add(
                "a", parsing(FlowDocument.endpoint("Parse"), "start/raw/body").json("a"));
    }

    private JsonNode shown(UUID id) {
        return TestingHttp.json(http.get(ExecutionJson.PATH + "/" + id));
    }

    @Test
    void namesTheCardItsFlowWhatItWasGivenWhatWasExpectedAndWhatToDo() {
        UUID id = world.run(parsing(), "no JSON");

        JsonNode error = shown(id).path("error");

        assertThat(error.path("kind").asText()).isEqualTo("Invalid");
        assertThat(error.path("flow").toString()).isEqualTo("{\"id\":\"a\",\"name\":\"Parse\"}");
        assertThat(error.path("title").asText()).isEqualTo("Read the body");
        assertThat(error.path("card").asText()).isEqualTo("json.parse");
        assertThat(error.path("method").asText()).isEqualTo("parse");
        assertThat(error.path("path").asText()).isEqualTo("1");
        assertThat(error.path("inputs").toString()).isEqualTo("{\"string\":\"no JSON\"}");
        assertThat(error.path("expected").asText()).contains("can work with");
        assertThat(error.path("advice").asText()).contains("run it again from the start");
        JsonNode step = shown(id).path("steps").get(1).path("error");
        assertThat(step.path("advice")).isEqualTo(error.path("advice"));
        JsonNode listed = TestingHttp.json(http.get(ExecutionJson.PATH)).get(0).path("error");
        assertThat(listed.path("card").asText()).isEqualTo("json.parse");
        assertThat(listed.has("inputs")).isFalse();
        JsonNode shown =
                world.logged("hookline.execution.failed")
                        .getFirst()
                        .json()
                        .at("/debugContext/debugData");
        assertThat(shown.path("cardId").asText()).isEqualTo("json.parse");
        assertThat(shown.path("advice")).isEqualTo(error.path("advice"));
        assertThat(shown.toString()).doesNotContain("no JSON");
    }

    @Test
    void masksSecretsAndCutsWhatIsLong() {
        UUID id = world.run(parsing(), TestFlows.TOKEN + "x".repeat(50_000));

        String text = shown(id).path("error").path("inputs").path("string").asText();

        assertThat(text).startsWith("***xxx").endsWith("x…").hasSize(201);
        UUID halved = world.run(parsing(), "y".repeat(180) + TestFlows.TOKEN);
        assertThat(shown(halved).path("error").toString())
                .contains("yyy***\"")
                .doesNotContain(TestFlows.TOKEN.substring(0, 16));
    }

    @Test
    void showsTheValueThatCouldNotBeConverted() {
        PublishedFlow flow =
                world.flows.add(
                        "n",
                        FlowDocument.endpoint("Number")
                                .card("wait", "control:wait", "Wait For")
                                .linked("", "delay", "number", "start/raw/body"));

        JsonNode error = shown(world.run(flow, "soon")).path("error");

        assertThat(error.path("message").asText()).contains("delay").contains("Number");
        assertThat(error.path("inputs").toString()).isEqualTo("{\"delay\":\"soon\"}");
    }

    /** What was done in the middle of a call is shown from both ends. */
    @Test
    void saysInWhichHelperItBegan() {
        world.flows.add(
                "inner",
                parsing(FlowDocument.helper("Inner").output("", "text", "string"), "start//text"));
        world.flows.add(
                "outer",
                FlowDocument.helper("Outer")
                        .output("", "text", "string")
                        .card("deep", "control:spawn", "Call inner")
                        .flow("flo", "inner")
                        .linked("", "text", "string", "start//text"));
        PublishedFlow flow =
                world.flows.add(
                        "a",
                        FlowDocument.endpoint("All")
                                .card("call", "control:spawn", "Call outer")
                                .flow("flo", "outer")
                                .linked("", "text", "string", "start/raw/body"));

        UUID id = world.run(flow, "no JSON");

        JsonNode error = shown(id).path("error");
        assertThat(error.path("title").asText()).isEqualTo("Call outer");
        assertThat(error.path("inputs").path("text").asText()).isEqualTo("no JSON");
        JsonNode helper = error.path("helper");
        assertThat(helper.path("flow").toString())
                .isEqualTo("{\"id\":\"inner\",\"name\":\"Inner\"}");
        assertThat(helper.path("title").asText()).isEqualTo("Read the body");
        JsonNode there = shown(UUID.fromString(helper.path("execution").asText()));
        assertThat(there.path("root").asText()).isEqualTo(id.toString());
        assertThat(there.path("error").path("inputs").path("string").asText()).isEqualTo("no JSON");
    }

    @Test
    void saysWithoutSavedDataOnlyTheKindAndWhatToDo() {
        PublishedFlow flow = world.flows.put(TestFlows.withoutData(parsing()));

        JsonNode error = shown(world.run(flow, "no JSON")).path("error");

        assertThat(error.propertyStream().map(java.util.Map.Entry::getKey))
                .containsExactly("kind", "flow", "expected", "advice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid",
                "Unauthorised",
                "NotFound",
                "RateLimited",
                "Unavailable",
                "Rejected",
                "Timeout",
                "Raised"
            })
    void everyKindSaysWhatWasExpectedAndWhatToDo(String kind) {
        FailureAdvice advice = FailureAdvice.of(kind);

        assertThat(advice.expected()).endsWith(".");
        assertThat(advice.advice()).endsWith(".").isNotEqualTo(advice.expected());
        assertThat(kind.equals("Invalid"))
                .isEqualTo(advice.equals(FailureAdvice.of("what a newer version calls it")));
    }
}
