package io.hookline.server.execution.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.engine.Journal;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.execution.World;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** What the history of an execution shows that goes on where another failed after a wait. */
public class StepsTakenOverTest {
    private static final long PATIENCE = 20_000_000_000L;

    @TempDir Path folder;
    private volatile boolean down = true;
    private volatile Instant now = Instant.parse("2026-03-01T09:30:00Z");
    private World world;
    private TestingHttp http;

    @Card(
            id = "test.act",
            title = "Act",
            help = "Acts unless the other system is down.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    public void act(@Help("On what") String item) {
        if (down && item.equals("later")) {
            throw new CardFailure.Rejected("It is down");
        }
    }

    @BeforeEach
    void start() {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(this);
        Interpreter interpreter = new Interpreter(CardCatalog.of(holders.toArray()));
        world = new World(folder, interpreter::run);
        world.clock = () -> now;
        world.start();
        serve();
    }

    private void serve() {
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "https://x.example",
                                new ExecutionApi(world.executions()).routes()));
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    private PublishedFlow flow() {
        world.flows.add("helper", FlowDocument.helper("Helper"));
        return world.flows.add(
                "f",
                FlowDocument.endpoint("Twice")
                        .card("call", "control:spawn", "Call Flow")
                        .flow("flo", "helper")
                        .card("parse", "json:parse", "Read")
                        .linked("", "string", "string", "start/raw/body")
                        .output("", "output", "object")
                        .card("before", "http:test:act", "Before")
                        .text("item", "before")
                        .card("wait", "control:wait", "Wait For")
                        .input("", "delay", "number", Json.object().numberNode(60))
                        .text("unit", "second")
                        .card("after", "http:test:act", "After")
                        .text("item", "after")
                        .card("later", "http:test:act", "Later")
                        .text("item", "later")
                        .json("f"));
    }

    private JsonNode shown(UUID id) {
        return TestingHttp.json(http.get(ExecutionJson.PATH + "/" + id));
    }

    private UUID failedAfterAWait() {
        UUID id = world.accept(flow(), "{\"colour\":\"green\"}");
        awaitWaiting(id);
        now = now.plus(Duration.ofSeconds(60));
        world.executions().wake();
        world.await(id);
        assertThat(shown(id).path("status").asText()).isEqualTo("FAILURE");
        return id;
    }

    private void awaitWaiting(UUID id) {
        long began = System.nanoTime();
        while (!shown(id).path("status").asText().equals("WAITING")) {
            if (System.nanoTime() - began > PATIENCE) {
                throw new AssertionError("Does not wait: " + shown(id));
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private UUID again(UUID id) {
        JsonNode next =
                TestingHttp.json(
                        http.post(
                                ExecutionJson.PATH + "/" + id + "/rerun",
                                "{\"from\": \"failed\"}"));
        UUID again = UUID.fromString(next.path("id").asText());
        world.await(again);
        return again;
    }

    private static List<String> cards(JsonNode execution) {
        return execution
                .path("steps")
                .valueStream()
                .map(step -> step.path("title").asText() + " " + step.path("status").asText())
                .toList();
    }

    @Test
    void theHistoryBeginsWithTheFirstCardAlsoWhereTheFailedOneHadWaited() {
        UUID failed = failedAfterAWait();
        UUID failedAgain = again(failed);
        down = false;
        UUID done = again(failedAgain);

        JsonNode before = shown(failed);
        JsonNode after = shown(done);
        assertThat(cards(shown(failedAgain))).isEqualTo(cards(before));
        assertThat(cards(after))
                .containsExactly(
                        "API Endpoint SUCCESS",
                        "Call Flow SUCCESS",
                        "Read SUCCESS",
                        "Before SUCCESS",
                        "Wait For SUCCESS",
                        "After SUCCESS",
                        "Later SUCCESS");
        for (int i = 0; i < 4; i++) {
            ObjectNode step = (ObjectNode) after.path("steps").get(i);
            assertThat(step.path("note").asText())
                    .isEqualTo("Taken over from execution " + failed + ".");
            assertThat(step.putNull("note")).isEqualTo(before.path("steps").get(i));
        }
        assertThat(after.at("/steps/4/note").isNull()).isTrue();
        assertThat(after.path("status").asText()).isEqualTo("SUCCESS");
    }

    @Test
    void whatWasTakenOverSurvivesARestartAndCanRunAgainFromTheStart() {
        UUID failed = failedAfterAWait();
        down = false;
        world.executions().halt(true);
        JsonNode next =
                TestingHttp.json(
                        http.post(
                                ExecutionJson.PATH + "/" + failed + "/rerun",
                                "{\"from\": \"failed\"}"));
        UUID again = UUID.fromString(next.path("id").asText());
        assertThat(cards(shown(again)))
                .containsExactly(
                        "API Endpoint SUCCESS",
                        "Call Flow SUCCESS",
                        "Read SUCCESS",
                        "Before SUCCESS");
        http.close();
        world.stop();
        world.start();
        serve();
        world.await(again);

        assertThat(cards(shown(again))).hasSize(7);
        assertThat(world.count("execution_aside")).isZero();
        JsonNode fromStart =
                TestingHttp.json(http.post(ExecutionJson.PATH + "/" + again + "/rerun", ""));
        UUID whole = UUID.fromString(fromStart.path("id").asText());
        assertThat(shown(whole).path("trigger").asText()).isEqualTo("rerun");
        assertThat(executed(whole)).isEqualTo("{\"colour\":\"green\"}");
    }

    /** What a flow that waits was called with. */
    private String executed(UUID id) {
        awaitWaiting(id);
        return shown(id).at("/steps/0/outputs/raw/body").asText();
    }

    private static Journal.Entry frame(int card, int attempt) {
        ObjectNode state = Json.object().put("card", card);
        state.putObject("progress").put("attempt", attempt);
        return new Journal.Entry(Journal.Kind.RESULT, "c", "", state);
    }

    private static ArrayNode steps(String... paths) {
        ArrayNode steps = Json.MAPPER.createArrayNode();
        for (String path : paths) {
            String[] parts = path.split(" ");
            steps.addObject()
                    .put("path", parts[0])
                    .put("attempt", parts.length > 1 ? Integer.parseInt(parts[1]) : 1);
        }
        return steps;
    }

    private static List<String> taken(Map<String, Journal.Entry> journal, ArrayNode steps) {
        return StepsTakenOver.of(steps, journal, UUID.randomUUID()).stream()
                .map(step -> step.path("path").asText() + " " + step.path("attempt").asInt())
                .toList();
    }

    @Test
    void inABlockItIsTheCardsOfTheBlockBeforeTheWaitToo() {
        Map<String, Journal.Entry> journal = new LinkedHashMap<>();
        journal.put("frame", frame(10, 1));
        journal.put("10/else/frame", frame(2, 1));
        journal.put("3", frame(99, 1));

        assertThat(
                        taken(
                                journal,
                                steps(
                                        "0",
                                        "9/then/5",
                                        "9",
                                        "10/else/0",
                                        "10/else/1",
                                        "10/else/2",
                                        "10/else/11",
                                        "10",
                                        "11")))
                .containsExactly("0 1", "9/then/5 1", "9 1", "10/else/0 1", "10/else/1 1");
    }

    @Test
    void itsHelpersAreThoseOfTheExecutionThatCalledThem() {
        ArrayNode steps = steps("0", "1");
        ((ObjectNode) steps.get(0)).put("helpers", 2);
        UUID first = UUID.randomUUID();
        Map<String, Journal.Entry> journal = Map.of("frame", frame(2, 1));

        ArrayNode again = Json.MAPPER.createArrayNode();
        again.addAll(StepsTakenOver.of(steps, journal, first));
        List<ObjectNode> taken = StepsTakenOver.of(again, journal, UUID.randomUUID());

        assertThat(taken.get(0).path("helpersOf").asText()).isEqualTo(first.toString());
        assertThat(taken.get(1).has("helpersOf")).isFalse();
    }

    @Test
    void ofACardThatIsRetriedTheEarlierAttemptsAreTakenOver() {
        assertThat(
                        taken(
                                Map.of("frame", frame(1, 3)),
                                steps(
                                        "0",
                                        "1/try/0",
                                        "1 1",
                                        "1/retry[2]/try/0",
                                        "1 2",
                                        "1/retry[3]/try/0",
                                        "1 3",
                                        "2")))
                .containsExactly("0 1", "1/try/0 1", "1 1", "1/retry[2]/try/0 1", "1 2");
    }

    @Test
    void withoutAWaitNothingIsTakenOver() {
        assertThat(taken(Map.of("1", frame(5, 1)), steps("0", "1"))).isEmpty();
    }
}
