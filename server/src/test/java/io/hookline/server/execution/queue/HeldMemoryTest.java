package io.hookline.server.execution.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.engine.Limits;
import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.ValueMemory;
import io.hookline.server.execution.FlowDocument;
import io.hookline.server.execution.World;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Executions that hold much wait for each other; none is lost, and one that is too large fails. */
@Timeout(120)
class HeldMemoryTest {
    private static final CardCatalog CARDS = CardCatalog.of(FunctionCards.all().toArray());
    private static final int MB = 1_000_000;

    @TempDir Path folder;
    private World world;

    @AfterEach
    void stop() {
        world.close();
    }

    /** Doubles a text of a thousand letters until it has a million; holds two million in all. */
    private PublishedFlow doubling() {
        FlowDocument flow = FlowDocument.endpoint("Doubling");
        String last = "start/raw/body";
        for (int i = 0; i < 10; i++) {
            flow.card("c" + i, "string:concat", "Twice")
                    .linked("", "string1", "string", last)
                    .linked("", "string2", "string", last)
                    .output("", "output", "string");
            last = "c" + i + "//output";
        }
        return world.flows.add("a", flow.json("a"));
    }

    @Test
    void twentyThatTogetherNeedManyTimesTheRoomAllSucceed() {
        ValueMemory memory = new ValueMemory(3 * MB);
        AtomicLong most = new AtomicLong();
        Interpreter interpreter = new Interpreter(CARDS, Limits.USUAL.withBytes(3 * MB), memory);
        world = new World(folder, interpreter::run);
        world.memory = memory;
        world.start();
        PublishedFlow flow = doubling();

        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(world.accept(flow, "x".repeat(1_000)));
            most.accumulateAndGet(memory.held(), Math::max);
        }
        all.forEach(world::await);

        for (UUID id : all) {
            assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        }
        assertThat(most.get()).isLessThan(20L * MB);
    }

    @Test
    void oneThatHoldsMoreThanOneMayFailsAndNamesTheBoundAndItsSetting() {
        ValueMemory memory = new ValueMemory(10 * MB);
        Interpreter interpreter = new Interpreter(CARDS, Limits.USUAL.withBytes(MB), memory);
        world = new World(folder, interpreter::run).start();

        EndedExecution ended = world.ended(world.run(doubling(), "x".repeat(1_000)));

        assertThat(ended.status()).isEqualTo(Status.FAILURE);
        assertThat(ended.failure().orElseThrow().message())
                .contains("holds more than 1 MB of data", "executions.megabytes");
        assertThat(memory.held()).isZero();
    }

    /** The bodies of what waits are not all in memory, and each is there when its turn comes. */
    @Test
    void aQueueThatIsLargerThanItsRoomKeepsItInTheStore() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        ValueMemory memory = new ValueMemory(MB);
        world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            try {
                                gate.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            assertThat(input.value("raw", "body").textValue()).hasSize(200_000);
                            ran.incrementAndGet();
                            return new Outcome.Completed(Optional.empty());
                        });
        world.memory = memory;
        world.limits = new ExecutionQueue.Limits(100, 100, 100, 300_000);
        world.start();
        PublishedFlow flow = world.flows.add("a", FlowDocument.endpoint("Waits").json("a"));

        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(world.accept(flow, "x".repeat(200_000)));
        }
        // two for each that runs, and not more than there is room
        assertThat(world.executions().running()).isLessThanOrEqualTo(2);
        UUID cancelled = all.removeLast();
        world.executions().cancel(world.history().find(cancelled).orElseThrow().head());
        world.await(cancelled);
        gate.countDown();
        all.forEach(world::await);

        assertThat(ran).hasValue(19);
        assertThat(world.ended(cancelled).status()).isEqualTo(Status.CANCELLED);
        while (memory.held() > 0) {
            Thread.onSpinWait();
        }
    }
}
