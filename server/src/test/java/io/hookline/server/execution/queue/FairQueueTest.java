package io.hookline.server.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.ValueMemory;
import io.hookline.server.execution.ScriptedFlow;
import io.hookline.server.execution.World;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.run.Engine;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Flows take turns, however many executions of one of them wait. */
class FairQueueTest {
    private static final int MANY = 2_000;
    private static final int FEW = 20;
    private static final Outcome DONE = new Outcome.Completed(Optional.empty());

    @TempDir Path folder;
    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private Optional<ExecutionQueue.Limits> limits = Optional.empty();
    private World world;

    @AfterEach
    void close() {
        world.close();
    }

    private World start(int running, Engine engine) {
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            started.add(flow.id());
                            return engine.run(id, flow, input, host);
                        });
        world.halted = true;
        world.limits = limits.orElse(new ExecutionQueue.Limits(running, running, 50, 64L << 20));
        return world.start();
    }

    private static Outcome await(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return DONE;
    }

    private void awaitStarted(String... flows) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (started.size() < flows.length && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(List.copyOf(started)).containsExactlyInAnyOrder(flows);
    }

    @Test
    void whatWaitsForSomethingOutsideLeavesItsPlaceToOthers() {
        CountDownLatch release = new CountDownLatch(1);
        limits = Optional.of(new ExecutionQueue.Limits(1, 3, 0, 50, 50, 1_000_000));
        start(
                1,
                (id, flow, input, host) ->
                        flow.id().equals("other") ? DONE : host.outside(() -> await(release)));
        List<UUID> waiting = accept(flow("waiting"), 3);
        world.executions().halt(false);
        awaitStarted("waiting", "waiting", "waiting");

        world.await(accept(flow("other"), 1).getFirst());

        // A fourth that waits takes the one place, since only three may wait beside it.
        List<UUID> fourth = accept(flow("waiting"), 1);
        awaitStarted("waiting", "waiting", "waiting", "other", "waiting");
        UUID late = accept(flow("other"), 1).getFirst();
        assertThat(world.executions().isUnderway(late)).isTrue();
        assertThat(started).hasSize(5);

        release.countDown();
        waiting.forEach(world::await);
        fourth.forEach(world::await);
        world.await(late);
    }

    @Test
    void theFirstOfEachFlowStartsWhateverElseRuns() {
        CountDownLatch release = new CountDownLatch(1);
        limits = Optional.of(new ExecutionQueue.Limits(2, 0, 1, 50, 50, 1_000_000));
        start(2, (id, flow, input, host) -> await(release));
        List<UUID> all = new ArrayList<>(accept(flow("many"), 10));
        world.executions().halt(false);
        awaitStarted("many", "many");

        all.addAll(accept(flow("b"), 2));
        all.addAll(accept(flow("c"), 2));
        awaitStarted("many", "many", "b", "c");

        release.countDown();
        all.forEach(world::await);
        assertThat(started).hasSize(14);
    }

    private PublishedFlow flow(String id) {
        return world.flows.add(id, ScriptedFlow.document("Flow " + id));
    }

    private List<UUID> accept(PublishedFlow flow, int count) {
        List<NewExecution> executions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            NewExecution execution =
                    world.executions().prepare(flow, Trigger.HOOK, World.call("{}"), 0);
            world.executions().expect(execution.id());
            executions.add(execution);
        }
        return world.database()
                .write(transaction -> {
                    for (NewExecution execution : executions) {
                        world.executions().accept(transaction, execution);
                    }
                    return executions.stream().map(NewExecution::id).toList();
                });
    }

    /** How many of a flow were started before the n-th of another, counted from 0. */
    private long before(String flow, String other, int n) {
        int seen = 0;
        int count = 0;
        for (String id : List.copyOf(started)) {
            if (id.equals(other) && seen++ == n) {
                return count;
            }
            count += id.equals(flow) ? 1 : 0;
        }
        throw new AssertionError("Only " + seen + " of " + other + " were started");
    }

    @Test
    void startsAnotherFlowsInTurnAndNotAfterAllThatWaitOfOne() {
        start(1, (id, flow, input, host) -> DONE);
        accept(flow("many"), MANY);
        List<UUID> few = accept(flow("few"), FEW);
        List<UUID> other = accept(flow("other"), FEW);

        world.executions().halt(false);
        few.forEach(world::await);
        other.forEach(world::await);

        for (int n = 0; n < FEW; n++) {
            assertThat(before("many", "few", n)).isLessThanOrEqualTo(n + 1);
            assertThat(before("many", "other", n)).isLessThanOrEqualTo(n + 1);
        }
    }

    /** What comes last waits for those that run and for one turn of each other flow. */
    @Test
    void startsAFlowThatComesLateWithTheNextPlaceThatIsFree() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        start(
                2,
                (id, flow, input, host) -> {
                    both.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return DONE;
                });
        accept(flow("many"), MANY);
        world.executions().halt(false);
        both.await();

        List<UUID> late = accept(flow("late"), 1);
        release.countDown();
        late.forEach(world::await);

        assertThat(before("many", "late", 0)).isLessThanOrEqualTo(4);
    }

    @Test
    void givesThePlacesThatAFlowMayNotTakeToOthers() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(3);
        CountDownLatch release = new CountDownLatch(1);
        start(
                3,
                (id, flow, input, host) -> {
                    running.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return DONE;
                });
        PublishedFlow many = flow("many");
        world.executions().limits().set(many.id(), OptionalInt.of(1));
        accept(many, MANY);
        List<UUID> others = new ArrayList<>(accept(flow("b"), 1));
        others.addAll(accept(flow("c"), 1));
        world.executions().halt(false);
        running.await();

        assertThat(List.copyOf(started)).containsExactlyInAnyOrder("many", "b", "c");
        release.countDown();
        others.forEach(world::await);
    }

    /** A row can be read between its commit and the news of it. */
    @Test
    void runsOnceWhatItReadBeforeItWasOffered() throws InterruptedException {
        start(1, (id, flow, input, host) -> DONE);
        UUID id = accept(flow("a"), 1).getFirst();
        QueueReader reader = new QueueReader(world.database(), world.facilities().sealer());
        QueuedExecution accepted = reader.find(ExecutionIds.ordinal(id)).orElseThrow();
        BlockingQueue<UUID> ran = new LinkedBlockingQueue<>();
        CountDownLatch notified = new CountDownLatch(1);
        AtomicReference<ExecutionQueue> itself = new AtomicReference<>();
        ExecutionQueue queue =
                new ExecutionQueue(
                        reader,
                        ExecutionQueue.Limits.USUAL,
                        ValueMemory.unbounded(),
                        false,
                        (execution, place) -> {
                            ran.add(execution.head().id());
                            awaitNews(notified);
                            itself.get().ended(execution.head());
                        });
        itself.set(queue);

        queue.resume(List.of("a"));
        assertThat(ran.take()).isEqualTo(id);
        queue.offer(accepted);
        notified.countDown();

        assertThat(queue.stop(TimeUnit.MINUTES.toMillis(2))).isTrue();
        assertThat(ran).isEmpty();
    }

    private static void awaitNews(CountDownLatch notified) {
        try {
            notified.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
