package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.history.ExecutionFilter;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.run.Engine;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Executions that wait are rows: they survive restarts, and go on when their time has come. */
class WaitingTest {
    private static final Instant START = Instant.parse("2026-03-01T09:30:00Z");

    @TempDir Path folder;
    private World world;
    private volatile Instant now = START;

    @AfterEach
    void close() {
        world.close();
    }

    private World start() {
        Interpreter interpreter = new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
        world = new World(folder, interpreter::run);
        world.clock = () -> now;
        return world.start();
    }

    private static FlowDocument waiting(FlowDocument flow, int seconds) {
        return flow.card("wait", "control:wait", "Wait For")
                .input("", "delay", "number", Json.object().numberNode(seconds))
                .text("unit", "second");
    }

    private PublishedFlow waiting(String id, int seconds) {
        return world.flows.add(
                id,
                waiting(FlowDocument.endpoint("Flow " + id), seconds)
                        .card("end", "control:return", "Return")
                        .linked("", "body", "string", "start/raw/body"));
    }

    private History.Found found(UUID id) {
        return world.history().find(id).orElseThrow();
    }

    private ObjectNode shown(UUID id) {
        History.Found found = found(id);
        return ExecutionJson.whole(found, world.history());
    }

    /** Lets time pass once the execution waits; until then it runs. */
    private void awaitStatus(UUID id, Status status) {
        while (!shown(id).path("status").asText().equals(status.name())) {
            Thread.onSpinWait();
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        world.executions().wake();
    }

    @Test
    void waitsWithoutRunningAndGoesOnAfterwards() {
        start();
        UUID id = world.accept(waiting("a", 60), "hello");
        awaitStatus(id, Status.WAITING);

        assertThat(shown(id).path("waits").path("until").asText())
                .isEqualTo("2026-03-01T09:31:00.000Z");
        assertThat(shown(id).path("startedAt").asText()).isEqualTo("2026-03-01T09:30:00.000Z");
        assertThat(titles(id)).containsExactly("API Endpoint");
        pass(Duration.ofSeconds(59));
        assertThat(world.executions().running()).isZero();
        pass(Duration.ofSeconds(1));
        world.await(id);

        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(world.ended(id).startedAt()).isEqualTo(START);
        assertThat(titles(id)).containsExactly("API Endpoint", "Wait For", "Return");
        assertThat(world.count("execution_queue")).isZero();
        assertThat(world.count("execution_aside")).isZero();
        assertThat(world.count("execution_journal")).isZero();
    }

    private List<String> titles(UUID id) {
        List<String> titles = new ArrayList<>();
        shown(id).path("steps").forEach(step -> titles.add(step.path("title").asText()));
        return titles;
    }

    @Test
    void manySurviveARestartAndEachGoesOnInItsTime() {
        start();
        List<UUID> ids = new ArrayList<>();
        PublishedFlow minute = waiting("minute", 60);
        PublishedFlow hour = waiting("hour", 3600);
        for (int i = 0; i < 120; i++) {
            ids.add(world.accept(i % 2 == 0 ? minute : hour, "{}"));
        }
        ids.forEach(id -> awaitStatus(id, Status.WAITING));

        world.restartAfterKill();
        assertThat(
                        world.read(
                                "SELECT count(*) AS found FROM execution_queue WHERE due IS NOT"
                                        + " NULL"))
                .isEqualTo(120);
        pass(Duration.ofSeconds(60));
        for (int i = 0; i < ids.size(); i += 2) {
            world.await(ids.get(i));
        }
        assertThat(world.count("execution")).isEqualTo(60);
        assertThat(world.count("execution_queue")).isEqualTo(60);
        pass(Duration.ofHours(1));
        ids.forEach(world::await);

        assertThat(world.read("SELECT count(*) AS found FROM execution WHERE status = 'SUCCESS'"))
                .isEqualTo(120);
        assertThat(world.count("execution_journal")).isZero();
    }

    @Test
    void isUnderwayUntilItFirstWaitsAndNotWhenItGoesOn() {
        start();
        Engine interpreter = world.engine;
        CountDownLatch first = new CountDownLatch(1);
        world.engine = behind(first, interpreter);
        UUID id = world.accept(waiting("a", 60), "{}");
        assertThat(world.executions().isUnderway(id)).isTrue();
        first.countDown();
        awaitStatus(id, Status.WAITING);
        assertThat(world.executions().isUnderway(id)).isFalse();

        CountDownLatch second = new CountDownLatch(1);
        world.engine = behind(second, interpreter);
        pass(Duration.ofSeconds(60));
        awaitStatus(id, Status.RUNNING);
        assertThat(world.executions().isUnderway(id)).isFalse();
        second.countDown();
        world.await(id);
        assertThat(world.executions().isUnderway(id)).isFalse();
    }

    private static Engine behind(CountDownLatch gate, Engine engine) {
        return (id, flow, input, host) -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return engine.run(id, flow, input, host);
        };
    }

    @Test
    void theTimerWakesThemByItself() {
        start();
        UUID id = world.accept(waiting("a", 60), "{}");
        awaitStatus(id, Status.WAITING);
        now = now.plusSeconds(60);

        world.await(id);
        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void aWaitingExecutionCanBeCancelledAndKeepsItsHistory() {
        start();
        UUID id = world.accept(waiting("a", 60), "{}");
        awaitStatus(id, Status.WAITING);

        world.executions().cancel(found(id).head());
        world.await(id);

        assertThat(world.ended(id).status()).isEqualTo(Status.CANCELLED);
        assertThat(titles(id)).containsExactly("API Endpoint");
        assertThat(world.count("execution_aside")).isZero();
    }

    /** The process dies between the cancellation and the end that follows from it. */
    @Test
    void aCancellationOfWhatWaitsSurvivesACrash() {
        start();
        UUID id = world.accept(waiting("a", 60), "{}");
        awaitStatus(id, Status.WAITING);
        Head head = found(id).head();

        world.killAtWrite(2);
        Executions dying = world.executions();
        Thread.startVirtualThread(() -> dying.cancel(head));
        while (!world.isDead()) {
            Thread.onSpinWait();
        }
        world.restartAfterKill();
        world.await(id);

        assertThat(world.ended(id).status()).isEqualTo(Status.CANCELLED);
        assertThat(world.count("execution_aside")).isZero();
    }

    private void addLoop(int concurrency) {
        world.flows.add(
                "late",
                waiting(FlowDocument.helper("Late"), 60)
                        .card("end", "control:return", "Return")
                        .text("out", "done"));
        world.flows.add(
                "loop",
                FlowDocument.endpoint("Loop")
                        .card("map", "list:map", "Map")
                        .input(
                                "",
                                "list",
                                "object",
                                Json.MAPPER.valueToTree(List.of("x", "y", "z")))
                        .input("", "flo", "flo", Json.object().textNode("late"))
                        .input("", "concurrency", "number", Json.object().numberNode(concurrency))
                        .output("", "new list", "object")
                        .card("end", "control:return", "Return")
                        .linked("", "out", "object", "map//new list"));
    }

    private PublishedFlow loop() {
        return world.flows.byId("loop").orElseThrow();
    }

    @Test
    void helpersWaitTooAndAreFoundMeanwhile() {
        start();
        addLoop(2);
        UUID id = world.accept(loop(), "{}");
        awaitStatus(id, Status.WAITING);

        ExecutionFilter helpers = ExecutionFilter.newest(Optional.of(id), Optional.of("1"), 10);
        List<History.Found> waiting = world.history().page(helpers).found();
        assertThat(waiting).hasSize(2);
        UUID helper = waiting.getFirst().head().id();
        assertThat(shown(helper).path("status").asText()).isEqualTo("WAITING");
        assertThat(titles(helper)).containsExactly("Helper Flow");

        world.restartAfterKill();
        pass(Duration.ofSeconds(60));
        awaitStatus(id, Status.WAITING);
        while (world.count("execution") < 2) {
            Thread.onSpinWait();
        }
        awaitStatus(id, Status.WAITING);
        pass(Duration.ofSeconds(60));
        world.await(id);

        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(titles(helper)).containsExactly("Helper Flow", "Wait For", "Return");
        assertThat(world.count("execution")).isEqualTo(4);
        assertThat(world.count("execution_aside")).isZero();
        JsonNode map = shown(id).path("steps").get(1);
        assertThat(map.path("helpers").path("count").asInt()).isEqualTo(3);
    }

    @Test
    void helpersThatWaitAreCancelledWithTheirRoot() {
        start();
        addLoop(3);
        UUID id = world.accept(loop(), "{}");
        awaitStatus(id, Status.WAITING);

        world.executions().cancel(found(id).head());
        world.await(id);

        assertThat(world.read("SELECT count(*) AS found FROM execution WHERE status = 'CANCELLED'"))
                .isEqualTo(4);
        assertThat(world.count("execution_aside")).isZero();
    }

    @Test
    void aHelperThatWaitsIsCancelledWithItsRoot() {
        start();
        addLoop(3);
        UUID id = world.accept(loop(), "{}");
        awaitStatus(id, Status.WAITING);
        ExecutionFilter helpers = ExecutionFilter.newest(Optional.of(id), Optional.of("1"), 10);

        world.executions().cancel(world.history().page(helpers).found().getFirst().head());
        world.await(id);

        assertThat(world.count("execution WHERE status = 'CANCELLED'")).isEqualTo(4);
    }

    @Test
    void aPausedExecutionIsCancelledAtOnce() {
        start();
        UUID id = world.accept(pausing(), "{}");
        awaitStatus(id, Status.WAITING);

        world.executions().cancel(found(id).head());
        awaitStatus(id, Status.CANCELLED);

        assertThat(world.executions().resume(pausing(), id, World.call("{}")))
                .isEqualTo(new Resumption.NotPaused(Status.CANCELLED));
    }

    /** Cancelled by its own card, so surely before its wait is stored. */
    @Test
    void whatIsCancelledWhileItIsSuspendedNeverWaits() {
        AtomicInteger runs = new AtomicInteger();
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            runs.incrementAndGet();
                            world.executions().cancel(found(id).head());
                            return new Outcome.Suspended(
                                    Optional.of(
                                            new Outcome.Wait(
                                                    now.plusSeconds(60), Optional.empty())));
                        });
        world.clock = () -> now;
        world.start();
        UUID id = world.accept(waiting("a", 60), "{}");
        awaitStatus(id, Status.CANCELLED);

        assertThat(runs).hasValue(1);
        assertThat(world.count("execution")).isEqualTo(1);
        assertThat(world.count("execution_queue")).isZero();
    }

    private PublishedFlow pausing() {
        return world.flows.add(
                "p",
                FlowDocument.endpoint("Approval")
                        .card("pause", "http:pause", "Pause")
                        .text("question", "sure?")
                        .output("", "answer", "string")
                        .card("end", "control:return", "Return")
                        .linked("", "answer", "string", "pause//answer"));
    }

    @Test
    void aPausedExecutionGoesOnWithTheCallAndOnlyOnce() throws Exception {
        start();
        PublishedFlow flow = pausing();
        NewExecution execution =
                world.executions().prepare(flow, Trigger.ENDPOINT, World.call("{}"), 0);
        CompletableFuture<Answer> asked = world.executions().expect(execution.id());
        world.database()
                .write(transaction -> {
                    world.executions().accept(transaction, execution);
                    return execution.id();
                });
        Answer question = asked.get(20, TimeUnit.SECONDS);
        assertThat(question.toString()).contains("sure?").contains(execution.id().toString());
        assertThat(shown(execution.id()).path("waits").path("paused").asBoolean()).isTrue();

        world.restartAfterKill();
        Executions executions = world.executions();
        Resumption first =
                executions.resume(flow, execution.id(), World.call("{\"answer\":\"yes\"}"));
        Resumption second =
                executions.resume(flow, execution.id(), World.call("{\"answer\":\"no\"}"));

        assertThat(((Resumption.Resumed) first).answer().get(20, TimeUnit.SECONDS).toString())
                .contains("yes");
        assertThat(second).isInstanceOf(Resumption.NotPaused.class);
        assertThat(executions.resume(flow, UUID.randomUUID(), World.call("")))
                .isInstanceOf(Resumption.Unknown.class);
    }

    @Test
    void anExecutionThatNobodyResumesFailsAfterThirtyDays() {
        start();
        UUID id = world.accept(pausing(), "{}");
        awaitStatus(id, Status.WAITING);
        pass(Duration.ofDays(30));
        awaitStatus(id, Status.FAILURE);

        assertThat(world.ended(id).failure().orElseThrow().kind()).isEqualTo("Timeout");
    }
}
