package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.run.Engine;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What computes whenever the process is killed is set aside in the end; all else goes on. */
@Timeout(60)
class KilledExecutionTest {
    private static final Outcome DONE = new Outcome.Completed(Optional.empty());

    @TempDir Path folder;
    private final AtomicInteger runs = new AtomicInteger();
    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch never = new CountDownLatch(1);

    private Outcome begin() throws InterruptedException {
        begun.release();
        never.await();
        return DONE;
    }

    private World world(Engine engine) {
        World world = new World(folder, engine);
        world.marked = true;
        return world.start();
    }

    private Outcome hang() {
        try {
            return begin();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DONE;
        }
    }

    @Test
    void runsAgainTwiceAndThenEndsAsFailed() throws Exception {
        World world = world((id, flow, input, host) -> hang());
        PublishedFlow flow = world.flows.add("f", ScriptedFlow.document("Deadly"));
        UUID id = world.accept(flow, "{}");
        begun.acquire();
        for (int kill = 1; kill <= 2; kill++) {
            world.restartAfterKill();
            begun.acquire();
        }
        world.restartAfterKill();
        world.await(id);

        EndedExecution ended = world.ended(id);
        assertThat(ended.status()).isEqualTo(Status.FAILURE);
        assertThat(ended.failure().orElseThrow().message())
                .contains("killed 3 times in a row while this execution ran and got no further");
        assertThat(begun.availablePermits()).isZero();
        assertThat(world.logged("hookline.execution.failed")).hasSize(1);
        world.close();
    }

    private static void awaitQueued(World world, long expected) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (world.count("execution_queue") != expected) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    /** One that an execution started without waiting: its chain goes on without it. */
    @Test
    void aLinkOfAChainThatIsSetAsideLeavesTheOthersAndTheCountsAlone() throws Exception {
        Interpreter interpreter = new Interpreter(CardCatalog.of(FunctionCards.all().toArray()));
        World world =
                world((id, flow, input, host) ->
                        flow.id().equals("deadly")
                                ? hang()
                                : interpreter.run(id, flow, input, host));
        world.flows.add("deadly", FlowDocument.helper("Deadly"));
        world.flows.add("harmless", FlowDocument.helper("Harmless"));
        PublishedFlow root =
                world.flows.add(
                        "root",
                        FlowDocument.endpoint("Root")
                                .card("one", "control:run", "One")
                                .flow("flo", "deadly")
                                .card("two", "control:run", "Two")
                                .flow("flo", "harmless"));
        UUID id = world.run(root, "{}");
        begun.acquire();
        awaitQueued(world, 1);
        for (int kill = 1; kill <= 2; kill++) {
            world.restartAfterKill();
            begun.acquire();
        }
        world.restartAfterKill();
        awaitQueued(world, 0);

        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(
                        world.read(
                                "SELECT count(*) AS found FROM execution WHERE flow_id = 'harmless'"
                                        + " AND status = 'SUCCESS'"))
                .isEqualTo(1);
        assertThat(
                        world.read(
                                "SELECT count(*) AS found FROM execution WHERE flow_id = 'deadly'"
                                        + " AND status = 'FAILURE'"))
                .isEqualTo(1);
        assertThat(world.read("SELECT executions AS found FROM execution_chain")).isEqualTo(2);
        assertThat(world.logged("hookline.execution.failed")).hasSize(1);
        world.close();
    }

    /** Kills and restarts so often, each time when it has begun. */
    private void kill(World world, int times) throws InterruptedException {
        begun.acquire();
        for (int kill = 1; kill <= times; kill++) {
            world.restartAfterKill();
            begun.acquire();
        }
    }

    private Outcome getFurther(Host host) {
        int run = runs.incrementAndGet();
        if (run == 6) {
            return DONE;
        }
        Journal.Entry result =
                new Journal.Entry(Journal.Kind.RESULT, "card", "inputs", TextNode.valueOf("done"));
        host.journal().record("run" + run, result);
        // Durable when this returns, together with the result.
        host.journal().intend("next" + run, "card", "inputs");
        return hang();
    }

    @Test
    void oneThatGetsFurtherEachTimeGoesOnHoweverOftenItIsKilled() throws Exception {
        World world = world((id, flow, input, host) -> getFurther(host));
        PublishedFlow flow = world.flows.add("f", ScriptedFlow.document("Long"));
        UUID id = world.accept(flow, "{}");
        kill(world, 4);
        world.restartAfterKill();
        world.await(id);
        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        world.close();
    }

    private Outcome intend(Host host) {
        host.journal().intend("run" + runs.incrementAndGet(), "card", "inputs");
        return hang();
    }

    /** What kills the process in a call would otherwise do so for ever. */
    @Test
    void oneThatOnlyIntendsToDoSomethingDoesNotGetFurther() throws Exception {
        World world = world((id, flow, input, host) -> intend(host));
        PublishedFlow flow = world.flows.add("f", ScriptedFlow.document("Deadly"));
        UUID id = world.accept(flow, "{}");
        kill(world, 2);
        world.restartAfterKill();
        world.await(id);
        assertThat(world.ended(id).status()).isEqualTo(Status.FAILURE);
        world.close();
    }

    @Test
    void oneThatWaitsForAnotherSystemIsNoReasonForAKill() throws Exception {
        World world =
                world((id, flow, input, host) ->
                        runs.incrementAndGet() == 6 ? DONE : Turn.waiting(this::hang));
        PublishedFlow flow = world.flows.add("f", ScriptedFlow.document("Patient"));
        UUID id = world.accept(flow, "{}");
        kill(world, 4);
        world.restartAfterKill();
        world.await(id);
        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        world.close();
    }

    /** It waits for another system at every second kill, at which others compute. */
    @Test
    void onlyKillsInARowAreCounted() throws Exception {
        Set<UUID> others = ConcurrentHashMap.newKeySet();
        World world =
                world((id, flow, input, host) -> {
                    if (flow.id().equals("other")) {
                        return others.add(id) ? hang() : DONE;
                    }
                    return switch (runs.incrementAndGet()) {
                        case 1, 3, 5 -> hang();
                        case 2, 4 -> Turn.waiting(this::hang);
                        default -> DONE;
                    };
                });
        PublishedFlow flow = world.flows.add("f", ScriptedFlow.document("Innocent"));
        PublishedFlow other = world.flows.add("other", ScriptedFlow.document("Other"));
        UUID id = world.accept(flow, "{}");
        for (int kill = 1; kill <= 5; kill++) {
            world.accept(other, "{}");
            begun.acquire(2);
            world.restartAfterKill();
        }
        world.await(id);
        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        world.close();
    }

    @Test
    void whatComputedAtTwoKillsRunsFirstOneAfterTheOtherBeforeTheStartIsOver() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        Set<String> again = ConcurrentHashMap.newKeySet();
        World world =
                world((id, flow, input, host) -> {
                    if (flow.id().equals("other") || !again.add(flow.id() + runs.get())) {
                        order.add(flow.id());
                        return DONE;
                    }
                    return hang();
                });
        PublishedFlow first = world.flows.add("first", ScriptedFlow.document("First"));
        PublishedFlow second = world.flows.add("second", ScriptedFlow.document("Second"));
        PublishedFlow other = world.flows.add("other", ScriptedFlow.document("Other"));
        world.accept(first, "{}");
        world.accept(second, "{}");
        begun.acquire(2);
        runs.incrementAndGet();
        world.restartAfterKill();
        begun.acquire(2);
        world.kill();
        world.startHalted();
        world.accept(other, "{}");
        world.kill();
        world.halted = false;
        world.start();

        assertThat(order.subList(0, 2)).containsExactly("first", "second");
        world.close();
    }

    /** A start is not held up for long, and nobody is set aside who had no time to get further. */
    @Test
    void suspectsForWhomThereIsNoTimeAreCountedAnew() throws Exception {
        int suspects = 12;
        World world = world((id, flow, input, host) -> hang());
        PublishedFlow flow = world.flows.add("f", ScriptedFlow.document("Slow"));
        for (int i = 0; i < suspects; i++) {
            world.accept(flow, "{}");
        }
        begun.acquire(suspects);
        world.restartAfterKill();
        begun.acquire(suspects);
        world.restartAfterKill();

        assertThat(world.read("SELECT count(*) AS found FROM execution_queue WHERE killed = 2"))
                .isBetween(1L, suspects - 1L);
        begun.acquire(suspects);
        world.close();
    }

    @Test
    void aKillWhileItDoesNotRunIsNotCounted() throws Exception {
        World world = world((id, flow, input, host) -> runs.incrementAndGet() == 3 ? DONE : hang());
        PublishedFlow flow = world.flows.add("f", ScriptedFlow.document("Slow"));
        UUID id = world.accept(flow, "{}");
        begun.acquire();
        world.restartAfterKill();
        begun.acquire();
        world.kill();
        world.startHalted();
        world.kill();
        world.halted = false;
        world.start();
        world.await(id);
        assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        world.close();
    }
}
