package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.FailedCard;
import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.queue.ExecutionQueue;
import io.hookline.server.execution.run.Engine;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

class ExecutionsTest {
    private static final Outcome DONE = new Outcome.Completed(Optional.empty());

    @TempDir Path folder;
    private World world;

    @AfterEach
    void close() {
        world.close();
    }

    private World world(Engine engine) {
        world = new World(folder, engine);
        return world;
    }

    private PublishedFlow flow(String id) {
        return world.flows.add(id, ScriptedFlow.document("Flow " + id));
    }

    @Test
    void runsWhatWasAcceptedAndKeepsItsHistory() {
        world(
                        (id, flow, input, host) -> {
                            host.steps()
                                    .ended(
                                            ScriptedFlow.step(
                                                    "1",
                                                    ScriptedFlow.fields(
                                                            "text", input.value("raw", "body")),
                                                    ScriptedFlow.fields("length", "7")));
                            return DONE;
                        })
                .start();

        UUID id = world.run(flow("a"), "{\"a\":1}");

        EndedExecution ended = world.ended(id);
        assertThat(ended.status()).isEqualTo(Status.SUCCESS);
        assertThat(ended.head().flow()).isEqualTo(new Head.FlowVersion("a", "Flow a", 1));
        assertThat(ended.endedAt()).isAfterOrEqualTo(ended.startedAt());
        assertThat(world.history().steps(world.history().find(id).orElseThrow()).toString())
                .contains("\"inputs\":{\"text\":\"{\\\"a\\\":1}\"}")
                .contains("\"outputs\":{\"length\":\"7\"}");
        assertThat(world.count("execution_queue")).isZero();
        assertThat(world.count("execution_journal")).isZero();
    }

    @Test
    void runsAfterARestartWhatWasAcceptedAndNeverStarted() {
        world((id, flow, input, host) -> DONE).halted = true;
        world.start();
        List<UUID> accepted = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            accepted.add(world.accept(flow(i % 2 == 0 ? "a" : "b"), "{}"));
        }
        assertThat(world.count("execution")).isZero();

        world.halted = false;
        world.restartAfterKill();

        accepted.forEach(world::await);
        assertThat(world.count("execution")).isEqualTo(20);
        assertThat(world.count("execution_queue")).isZero();
    }

    @Test
    void skipsRecordedEffectsAfterACrash() {
        ConcurrentLinkedQueue<String> performed = new ConcurrentLinkedQueue<>();
        CountDownLatch inSecond = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        world(
                        (id, flow, input, host) -> {
                            ScriptedFlow.effect(host, "1", () -> performed.add("one"));
                            ScriptedFlow.effect(
                                    host,
                                    "2",
                                    () -> {
                                        performed.add("two");
                                        if (inSecond.getCount() == 1) {
                                            inSecond.countDown();
                                            await(never);
                                        }
                                    });
                            return DONE;
                        })
                .start();
        UUID id = world.accept(flow("a"), "{}");
        await(inSecond);

        world.restartAfterKill();
        world.await(id);

        // The first one's result rode with the second one's intent; the second one had only that.
        assertThat(performed).containsExactly("one", "two", "two");
        assertThat(world.count("execution_journal")).isZero();
    }

    @Test
    void givesAResumedFlowWhatWasIntendedWithTheSameInputs() {
        ConcurrentLinkedQueue<Optional<Journal.Entry>> seen = new ConcurrentLinkedQueue<>();
        CountDownLatch intended = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        world(
                        (id, flow, input, host) -> {
                            seen.add(host.journal().recorded("4/each[17]/2"));
                            if (seen.size() == 1) {
                                host.journal().record("clock", ScriptedFlow.result("12:00"));
                                host.journal().intend("4/each[17]/2", "slack.send", "abc");
                                intended.countDown();
                                await(never);
                            }
                            seen.add(host.journal().recorded("clock"));
                            return DONE;
                        })
                .start();
        UUID id = world.accept(flow("a"), "{}");
        await(intended);

        world.restartAfterKill();
        world.await(id);

        assertThat(seen).hasSize(3);
        List<Optional<Journal.Entry>> entries = List.copyOf(seen);
        assertThat(entries.get(0)).isEmpty();
        assertThat(entries.get(1))
                .hasValueSatisfying(entry -> {
                    assertThat(entry.kind()).isEqualTo(Journal.Kind.INTENT);
                    assertThat(entry.card()).isEqualTo("slack.send");
                    assertThat(entry.inputs()).isEqualTo("abc");
                    assertThat(entry.value().isMissingNode()).isTrue();
                });
        assertThat(entries.get(2)).contains(ScriptedFlow.result("12:00"));
    }

    @Test
    void writesJournalValuesSealed() {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        world(
                        (id, flow, input, host) -> {
                            host.journal().record("1", ScriptedFlow.result("sesame-open-up"));
                            host.journal().intend("2", "slack.send", "hash");
                            written.countDown();
                            await(go);
                            return DONE;
                        })
                .start();
        UUID id = world.accept(flow("a"), "{\"plain\":\"sesame-open-up\"}");
        await(written);

        assertThat(
                        world.read(
                                "SELECT count(*) AS found FROM execution_journal WHERE value IS NOT"
                                        + " NULL"))
                .isEqualTo(1);
        assertThat(
                        world.read(
                                "SELECT count(*) AS found FROM execution_journal WHERE instr(value,"
                                        + " 'sesame') > 0"))
                .isZero();
        assertThat(
                        world.read(
                                "SELECT count(*) AS found FROM execution_queue WHERE instr(payload,"
                                        + " 'sesame') > 0"))
                .isZero();
        go.countDown();
        world.await(id);
    }

    @Test
    void costsOneRowForTheIntentAndNoneForWhatNeedNotSurvive() {
        world(
                        (id, flow, input, host) -> {
                            host.journal().record("clock", ScriptedFlow.result("12:00"));
                            host.journal().flush();
                            return DONE;
                        })
                .start();

        world.run(flow("a"), "{}");

        assertThat(world.count("execution_journal")).isZero();
        assertThat(world.count("execution")).isEqualTo(1);
    }

    @Test
    void suspendsAtAShutdownAndGoesOnAfterTheNextStart() {
        CountDownLatch running = new CountDownLatch(1);
        ConcurrentLinkedQueue<String> performed = new ConcurrentLinkedQueue<>();
        world(
                        (id, flow, input, host) -> {
                            ScriptedFlow.effect(host, "1", () -> performed.add("one"));
                            running.countDown();
                            while (performed.size() < 2) {
                                Optional<Host.Interruption> interruption = host.interruption();
                                if (interruption.isPresent()) {
                                    performed.add("interrupted");
                                    return new Outcome.Suspended();
                                }
                            }
                            return DONE;
                        })
                .start();
        UUID id = world.accept(flow("a"), "{}");
        await(running);

        world.stop();
        assertThat(performed).containsExactly("one", "interrupted");
        world.start();
        world.await(id);

        assertThat(performed).containsExactly("one", "interrupted");
        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void startsNothingWhileHaltedAndAllAfterwards() {
        world((id, flow, input, host) -> DONE).start();
        world.executions().halt(true);
        UUID id = world.accept(flow("a"), "{}");
        assertThat(world.history().find(id))
                .get()
                .extracting(found -> ((History.Found.Unfinished) found).status())
                .isEqualTo(Status.QUEUED);

        world.executions().halt(false);

        world.await(id);
    }

    @Test
    void keepsOnlyTheKindOfAnErrorWhenDataIsNotSaved() {
        world(
                        (id, flow, input, host) -> {
                            assertThat(host.steps().savesData()).isFalse();
                            host.steps()
                                    .ended(
                                            ScriptedFlow.step(
                                                    "1",
                                                    ScriptedFlow.fields("a", "b"),
                                                    ScriptedFlow.fields("a", "b")));
                            return new Outcome.Failed(
                                    new CardFailure.Invalid("The value 'classified' is wrong"),
                                    "1",
                                    "Compose");
                        })
                .start();

        UUID id = world.run(world.flows.put(TestFlows.withoutData(flow("a"))), "{}");

        EndedExecution ended = world.ended(id);
        assertThat(ended.status()).isEqualTo(Status.FAILURE);
        assertThat(ended.failure())
                .contains(new EndedExecution.Failure("Invalid", "", FailedCard.NONE));
        assertThat(ended.record()).isEmpty();
        assertThat(ended.payload()).isEmpty();
    }

    static List<Supplier<Outcome>> defects() {
        return List.of(
                () -> {
                    throw new IllegalStateException("a defect");
                },
                () -> {
                    throw new NoClassDefFoundError("a/Card");
                },
                () -> {
                    throw new AssertionError("not as it should be");
                },
                () -> {
                    throw new InternalError("the virtual machine");
                },
                // breaks what writes the end down
                () -> null);
    }

    @ParameterizedTest
    @MethodSource("defects")
    void endsAnExecutionThatBreaksTheEngineAndGoesOnWithOthers(Supplier<Outcome> defect) {
        world((id, flow, input, host) -> flow.id().equals("broken") ? defect.get() : DONE).start();

        UUID broken = world.run(flow("broken"), "{}");
        UUID fine = world.run(flow("fine"), "{}");

        assertThat(world.ended(broken).failure())
                .hasValueSatisfying(
                        failure -> assertThat(failure.message()).contains("defect in Hookline"));
        assertThat(world.ended(fine).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void failsAnExecutionWhoseFlowIsGone() {
        world((id, flow, input, host) -> DONE).start();
        world.executions().halt(true);
        UUID id = world.accept(flow("a"), "{}");
        world.flows.remove("a");

        world.executions().halt(false);
        world.await(id);

        assertThat(world.ended(id).failure())
                .hasValueSatisfying(failure -> {
                    assertThat(failure.kind()).isEqualTo("NotFound");
                    assertThat(failure.message()).contains("'Flow a' does not exist");
                });
    }

    @Test
    void leavesInTheStoreWhatMemoryHasNoRoomForAndRunsItInOrder() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        world(
                                (id, flow, input, host) -> {
                                    order.add(input.value("raw", "body").asText());
                                    return DONE;
                                })
                        .limits =
                new ExecutionQueue.Limits(4, 1, 3, 1_000_000);
        world.start();
        world.executions().halt(true);
        List<UUID> accepted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            accepted.add(world.accept(flow("a"), "a" + i));
            accepted.add(world.accept(flow("b"), "b" + i));
        }

        world.executions().halt(false);
        accepted.forEach(world::await);

        assertThat(order).hasSize(100).doesNotHaveDuplicates();
        assertThat(order.stream().filter(body -> body.startsWith("a")))
                .containsExactlyElementsOf(numbered("a"));
        assertThat(order.stream().filter(body -> body.startsWith("b")))
                .containsExactlyElementsOf(numbered("b"));
    }

    private static List<String> numbered(String letter) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(letter + i);
        }
        return all;
    }

    @Test
    void startsAnotherFlowAtOnceWhileOneHasManyWaiting() {
        CountDownLatch release = new CountDownLatch(1);
        world(
                                (id, flow, input, host) -> {
                                    if (flow.id().equals("slow")) {
                                        await(release);
                                    }
                                    return DONE;
                                })
                        .limits =
                new ExecutionQueue.Limits(4, 3, 10, 1_000_000);
        world.start();
        List<UUID> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            slow.add(world.accept(flow("slow"), "{}"));
        }

        UUID quick = world.run(flow("quick"), "{}");

        assertThat(world.ended(quick).status()).isEqualTo(Status.SUCCESS);
        release.countDown();
        slow.forEach(world::await);
    }

    @Test
    void runsAnObservedFlowInObserveMode() {
        ConcurrentLinkedQueue<Mode> modes = new ConcurrentLinkedQueue<>();
        world(
                        (id, flow, input, host) -> {
                            modes.add(host.mode());
                            return DONE;
                        })
                .start();

        world.run(world.flows.put(TestFlows.with(flow("a"), FlowMode.OBSERVE)), "{}");

        assertThat(modes).containsExactly(Mode.OBSERVE);
    }

    @Test
    void handsOutIdsThatSortByAcceptance() {
        world((id, flow, input, host) -> DONE).start();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(world.executions().prepare(flow("a"), Trigger.RUN, World.call(""), 0).id());
        }

        assertThat(new HashSet<>(ids)).hasSize(10_000);
        assertThat(ids)
                .isSortedAccordingTo((one, other) ->
                        Long.compare(ExecutionIds.ordinal(one), ExecutionIds.ordinal(other)));
        assertThat(ids)
                .allSatisfy(id -> {
                    assertThat(id.version()).isEqualTo(7);
                    assertThat(id.variant()).isEqualTo(2);
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nothing happened for 20 seconds");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
