package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.run.Engine;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class CancelledExecutionTest {
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
    void cancelsWhatRunsBeforeItsNextCard() {
        CountDownLatch running = new CountDownLatch(1);
        world(
                        (id, flow, input, host) -> {
                            running.countDown();
                            while (host.interruption().isEmpty()) {
                                Thread.onSpinWait();
                            }
                            assertThat(host.interruption()).contains(Host.Interruption.CANCELLED);
                            return new Outcome.Cancelled();
                        })
                .start();
        UUID id = world.accept(flow("a"), "{}");
        await(running);

        world.executions().cancel(world.history().find(id).orElseThrow().head());
        world.await(id);

        assertThat(world.ended(id).status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void cancelsWhatWaitsAtOnceEvenWhileHalted() {
        world((id, flow, input, host) -> DONE).start();
        world.executions().halt(true);
        UUID id = world.accept(flow("a"), "{}");
        UUID other = world.accept(flow("a"), "{}");

        world.executions().cancel(world.history().find(id).orElseThrow().head());
        world.await(id);

        assertThat(world.ended(id).status()).isEqualTo(Status.CANCELLED);
        world.executions().halt(false);
        world.await(other);
        assertThat(world.ended(other).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void remembersAcrossARestartThatSomebodyCancelled() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        world(
                        (id, flow, input, host) -> {
                            running.countDown();
                            await(never);
                            return DONE;
                        })
                .start();
        UUID id = world.accept(flow("a"), "{}");
        await(running);
        world.executions().cancel(world.history().find(id).orElseThrow().head());

        world.restartAfterKill();
        world.await(id);

        assertThat(world.ended(id).status()).isEqualTo(Status.CANCELLED);
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
