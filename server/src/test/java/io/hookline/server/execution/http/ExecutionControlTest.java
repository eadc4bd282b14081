package io.hookline.server.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.event.LogSettings;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.Halt;
import io.hookline.server.execution.ScriptedFlow;
import io.hookline.server.execution.TestingHttp;
import io.hookline.server.execution.World;
import io.hookline.server.execution.history.RunsOfFlows;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.run.Engine;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.FlowRuns;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What people do with executions beside reading them: again, fewer at a time, out of history. */
class ExecutionControlTest {
    private static final String LIST = ExecutionJson.PATH;
    private static final Outcome DONE = new Outcome.Completed(Optional.empty());

    @TempDir Path folder;
    private final ConcurrentLinkedQueue<String> performed = new ConcurrentLinkedQueue<>();
    private Engine engine = (id, flow, input, host) -> DONE;
    private World world;
    private EventLog log;
    private TestingHttp http;

    @BeforeEach
    void start() {
        world =
                new World(folder, (id, flow, input, host) -> engine.run(id, flow, input, host))
                        .start();
        serve();
    }

    private void serve() {
        log = world.log();
        http =
                new TestingHttp(
                        TestingHttp.routes(
                                "https://x.example",
                                ExecutionRoutes.of(
                                        world.executions(),
                                        new Halt(world.database(), log, false, world.clock),
                                        world.facilities(),
                                        LogSettings.DEFAULT,
                                        (flow, uuid) -> {
                                            throw new Refusal.NotFound("event", uuid);
                                        })));
    }

    @AfterEach
    void stop() {
        http.close();
        world.close();
    }

    private PublishedFlow flow(String id) {
        return world.flows.add(id, ScriptedFlow.document("Flow " + id));
    }

    /** Does one, then two, which fails while the other system is down. */
    private void failing(AtomicInteger down) {
        engine =
                (id, flow, input, host) -> {
                    ScriptedFlow.effect(host, "1", () -> performed.add("one"));
                    performed.add("two");
                    if (down.getAndDecrement() > 0) {
                        return new Outcome.Failed(
                                new CardFailure.Unavailable("Slack is down."), "2", "Tell");
                    }
                    return DONE;
                };
    }

    private JsonNode rerun(UUID id, String body, int status) {
        HttpResponse<String> response = http.post(LIST + "/" + id + "/rerun", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return TestingHttp.json(response);
    }

    private UUID again(UUID id, String body) {
        UUID next = UUID.fromString(rerun(id, body, 202).path("id").asText());
        world.await(next);
        return next;
    }

    @Test
    void goesOnWithTheCardThatFailedAndRepeatsNothingBefore() {
        failing(new AtomicInteger(2));
        UUID failed = world.run(flow("a"), "{\"a\":1}");
        UUID failedAgain = again(failed, "{\"from\": \"failed\"}");
        UUID done = again(failedAgain, "{\"from\": \"failed\"}");

        assertThat(performed).containsExactly("one", "two", "two", "two");
        assertThat(world.ended(done).status()).isEqualTo(Status.SUCCESS);
        assertThat(world.ended(failed).status()).isEqualTo(Status.FAILURE);

        UUID fromStart = again(failed, "{\"from\": \"start\"}");
        assertThat(world.ended(fromStart).status()).isEqualTo(Status.SUCCESS);
        assertThat(performed).endsWith("one", "two");
    }

    @Test
    void goesOnWithTheCardThatFailedAfterARestart() {
        failing(new AtomicInteger(1));
        UUID failed = world.run(flow("a"), "{}");
        world.executions().halt(true);
        UUID next =
                UUID.fromString(rerun(failed, "{\"from\": \"failed\"}", 202).path("id").asText());
        http.close();
        world.restartAfterKill();
        serve();

        world.await(next);
        assertThat(performed).containsExactly("one", "two", "two");
        assertThat(world.ended(next).status()).isEqualTo(Status.SUCCESS);
        assertThat(
                        world.read(
                                "SELECT count(*) AS found FROM execution_journal WHERE root <> "
                                        + ordinal(failed)))
                .isZero();
    }

    private static long ordinal(UUID id) {
        return ExecutionIds.ordinal(id);
    }

    @Test
    void refusesToGoOnWhereNothingFailed() {
        UUID good = world.run(flow("a"), "{}");

        assertThat(rerun(good, "{\"from\": \"failed\"}", 409).path("detail").asText())
                .contains("No card");
        assertThat(rerun(good, "{\"from\": \"middle\"}", 400).path("detail").asText())
                .contains("from: expected one of start, failed");
        assertThat(rerun(good, "{\"from\": 5}", 400).path("detail").asText())
                .contains("from: expected one of start, failed");
        assertThat(rerun(good, "{\"form\": \"start\"}", 400).path("detail").asText())
                .contains("form: not known here");
        assertThat(world.count("execution")).isEqualTo(1);
    }

    /** The failed one's journal goes with its history. */
    @Test
    void clearsByFlow() {
        failing(new AtomicInteger(1));
        UUID failed = world.run(flow("a"), "{}");
        world.run(flow("a"), "{}");
        UUID other = world.run(flow("b"), "{}");
        assertThat(world.count("execution_journal")).isEqualTo(1);

        JsonNode answer = clear("{\"flow\": \"a\"}");

        assertThat(answer.path("cleared").asInt()).isEqualTo(2);
        assertThat(answer.path("before").isNull()).isTrue();
        assertThat(world.history().find(failed)).isEmpty();
        assertThat(world.history().find(other)).isPresent();
        assertThat(world.count("execution_journal")).isZero();
        StoredEvent cleared = log.read(0, List.of(), 10).getLast();
        assertThat(cleared.eventType()).isEqualTo("hookline.execution.history_cleared");
        assertThat(cleared.json().at("/target/0/id").asText()).isEqualTo("a");
        assertThat(cleared.json().at("/debugContext/debugData/count").asText()).isEqualTo("2");
    }

    @Test
    void clearsByPersonWhereverTheyOccur() {
        engine =
                (id, flow, input, host) -> {
                    host.steps()
                            .ended(
                                    ScriptedFlow.step(
                                            "1",
                                            ScriptedFlow.fields("user", input.value("raw", "body")),
                                            ScriptedFlow.fields("length", "7")));
                    return DONE;
                };
        List<UUID> gone = new ArrayList<>();
        List<UUID> kept = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            gone.add(world.run(flow("a"), "\"Ada@example.org\""));
            kept.add(world.run(flow("a"), "\"bob@example.org\""));
        }

        assertThat(clear("{\"person\": \"ada@EXAMPLE.org\"}").path("cleared").asInt())
                .isEqualTo(gone.size());

        assertThat(gone).allSatisfy(id -> assertThat(world.history().find(id)).isEmpty());
        assertThat(kept).allSatisfy(id -> assertThat(world.history().find(id)).isPresent());
        assertThat(log.read(0, List.of(), 10).getLast().json().toString())
                .doesNotContainIgnoringCase("ada@");
    }

    @Test
    void refusesToClearWhatNobodyNamed() {
        UUID id = world.run(flow("a"), "{}");
        for (String body :
                List.of(
                        "{}",
                        "{\"person\": \"ab\"}",
                        "{\"flow\": 5}",
                        "{\"person\": \" \"}",
                        "{\"flow\": \"a\", \"before\": \"x\"}",
                        "{\"flows\": \"a\"}")) {
            assertThat(http.post(LIST + "/clear", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(world.history().find(id)).isPresent();
    }

    private JsonNode clear(String body) {
        HttpResponse<String> response = http.post(LIST + "/clear", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestingHttp.json(response);
    }

    @Test
    void runsOnlySoManyOfAFlowAtATimeAndTheOthersInTheirOrder() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        engine =
                (id, flow, input, host) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    performed.add(input.value("raw", "body").asText());
                    Thread.yield();
                    now.decrementAndGet();
                    return DONE;
                };
        PublishedFlow one = flow("one");
        assertThat(put("{\"mostAtOnce\": 1}").path("mostAtOnce").asInt()).isEqualTo(1);
        List<UUID> accepted = new ArrayList<>();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            accepted.add(world.accept(one, "" + i));
            order.add("" + i);
        }
        accepted.forEach(world::await);
        assertThat(performed).containsExactlyElementsOf(order);
        assertThat(most).hasValue(1);
    }

    @Test
    void remembersAcrossARestartHowManyMayRunAndLetsMoreRunWhenItIsRaised() throws Exception {
        PublishedFlow one = flow("one");
        put("{\"mostAtOnce\": 2}");
        http.close();
        world.stop();
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger();
        engine =
                (id, flow, input, host) -> {
                    running.incrementAndGet();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return DONE;
                };
        world.start();
        serve();
        List<UUID> accepted = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            accepted.add(world.accept(one, "{}"));
        }
        UUID other = world.accept(flow("other"), "{}");
        eventually(running, 3);
        assertThat(
                        TestingHttp.json(http.get("/api/hookline/v1/flows/one/concurrency"))
                                .path("mostAtOnce")
                                .asInt())
                .isEqualTo(2);

        put("{\"mostAtOnce\": 5}");
        eventually(running, 6);
        put("{\"mostAtOnce\": null}");
        eventually(running, 10);
        release.countDown();
        accepted.forEach(world::await);
        world.await(other);
    }

    private static void eventually(AtomicInteger running, int expected) {
        io.hookline.server.delivery.DeliveryWorld.eventually(
                () -> assertThat(running).hasValue(expected));
    }

    @Test
    void refusesALimitThatIsNone() {
        flow("one");
        for (String body :
                List.of(
                        "{}",
                        "{\"mostAtOnce\": 0}",
                        "{\"mostAtOnce\": 601}",
                        "{\"mostAtOnce\": \"5\"}")) {
            assertThat(
                            http.send(
                                            http.request("/api/hookline/v1/flows/one/concurrency")
                                                    .header("Authorization", "SSWS all")
                                                    .PUT(
                                                            java.net.http.HttpRequest.BodyPublishers
                                                                    .ofString(body)))
                                    .statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(http.get("/api/hookline/v1/flows/none/concurrency").statusCode()).isEqualTo(404);
    }

    private JsonNode put(String body) {
        HttpResponse<String> response =
                http.send(
                        http.request("/api/hookline/v1/flows/one/concurrency")
                                .header("Authorization", "SSWS all")
                                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestingHttp.json(response);
    }

    @Test
    void findsByTriggerTimeAndRoot() {
        UUID called = world.run(flow("a"), "{}");
        UUID again = again(called, "");

        assertThat(ids("?trigger=rerun")).containsExactly(again.toString());
        assertThat(ids("?trigger=endpoint&flow=a")).containsExactly(called.toString());
        assertThat(ids("?root=" + called)).containsExactly(called.toString());
        assertThat(ids("?until=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(ids("?until=2120-01-01T00:00:00Z&since=2020-01-01T00:00:00Z")).hasSize(2);
        assertThat(http.get(LIST + "?trigger=nothing").statusCode()).isEqualTo(400);
        assertThat(http.get(LIST + "?until=soon").statusCode()).isEqualTo(400);
        assertThat(http.get(LIST + "?root=x").statusCode()).isEqualTo(400);
    }

    private List<String> ids(String query) {
        HttpResponse<String> response = http.get(LIST + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return TestingHttp.json(response)
                .valueStream()
                .map(one -> one.path("id").asText())
                .toList();
    }

    @Test
    void tellsOfFlowsHowTheyRanLastAndHowOftenTheyFailedInADay() {
        PublishedFlow flow = flow("a");
        FlowRuns runs = new RunsOfFlows(world.database(), world.clock);
        assertThat(runs.of(List.of("a", "b"))).isEmpty();
        failing(new AtomicInteger(2));
        world.run(flow, "{}");
        world.run(flow, "{}");
        UUID last = world.run(flow, "{}");
        FlowRuns.Lately lately = runs.of(List.of("a", "b")).get("a");
        assertThat(lately.failures()).isEqualTo(2);
        assertThat(lately.last().orElseThrow().execution()).isEqualTo(last.toString());
        assertThat(lately.last().orElseThrow().status()).isEqualTo("SUCCESS");

        FlowRuns inTwoDays =
                new RunsOfFlows(
                        world.database(), InstantSource.offset(world.clock, Duration.ofDays(2)));
        assertThat(inTwoDays.of(List.of("a")).get("a").failures()).isZero();
    }
}
