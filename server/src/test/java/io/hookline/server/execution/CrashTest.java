package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills the process before random writes, again and again, and counts what happened to the world.
 */
class CrashTest {
    private static final int EFFECTS = 3;

    @TempDir Path folder;

    @Test
    void losesNothingThatWasAcceptedWhereverTheProcessDies() {
        long seed = System.nanoTime();
        System.out.println("CrashTest: seed " + seed);
        Random random = new Random(seed);
        Map<String, AtomicInteger> performed = new ConcurrentHashMap<>();
        World world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            for (int i = 0; i < EFFECTS; i++) {
                                String path = "effect" + i;
                                ScriptedFlow.effect(
                                        host,
                                        path,
                                        () ->
                                                performed
                                                        .computeIfAbsent(
                                                                id + path,
                                                                key -> new AtomicInteger())
                                                        .incrementAndGet());
                            }
                            return new Outcome.Completed(Optional.empty());
                        });
        PublishedFlow flow = world.flows.add("a", ScriptedFlow.document("A"));
        world.start();
        List<UUID> accepted = new ArrayList<>();
        int lives = 12;
        for (int life = 0; life < lives; life++) {
            world.killAtWrite(2 + random.nextInt(60));
            acceptUntilDead(world, flow, accepted);
            world.restartAfterKill();
        }
        accepted.forEach(world::await);

        assertThat(accepted).isNotEmpty();
        awaitTheRest(world, seed);
        assertThat(world.count("execution_journal")).as("seed %d", seed).isZero();
        for (UUID id : accepted) {
            assertThat(world.ended(id).status()).as("seed %d", seed).isEqualTo(Status.SUCCESS);
            for (int i = 0; i < EFFECTS; i++) {
                assertThat(performed.get(id + "effect" + i).get())
                        .as("seed %d, %s", seed, id)
                        .isBetween(1, lives + 1);
            }
        }
        // A process that dies has at most one effect of each execution without a durable result.
        int repeated = performed.values().stream().mapToInt(count -> count.get() - 1).sum();
        assertThat(repeated).as("seed %d", seed).isLessThanOrEqualTo(lives * accepted.size());
        world.close();
    }

    /** Of some that were accepted nobody got an answer, because the process died. */
    private static void awaitTheRest(World world, long seed) {
        Instant until = Instant.now().plus(Duration.ofSeconds(20));
        while (world.count("execution_queue") > 0) {
            assertThat(Instant.now()).as("seed %d", seed).isBefore(until);
            Thread.onSpinWait();
        }
    }

    private static void acceptUntilDead(World world, PublishedFlow flow, List<UUID> accepted) {
        while (!world.isDead()) {
            NewExecution execution =
                    world.executions().prepare(flow, Trigger.ENDPOINT, World.call("{}"), 0);
            var durable =
                    world.database()
                            .submit(transaction -> {
                                world.executions().accept(transaction, execution);
                                return execution.id();
                            });
            while (!durable.isDone() && !world.isDead()) {
                Thread.onSpinWait();
            }
            if (durable.isDone()) {
                accepted.add(durable.join());
            }
        }
    }
}
