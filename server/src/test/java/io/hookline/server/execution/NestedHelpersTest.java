package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Child;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.engine.Limits;
import io.hookline.server.execution.journal.SuspendedRows;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Status;
import io.hookline.server.json.Json;
import io.hookline.server.store.Sql;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Helpers within helpers: all of them end as their root does, however the end comes. */
class NestedHelpersTest {
    private static final CardCatalog CARDS = CardCatalog.of(FunctionCards.all().toArray());
    private static final int DEPTH = 12;

    @TempDir Path folder;
    private World world;

    private void start(int deepest) {
        Interpreter interpreter = new Interpreter(CARDS, Limits.USUAL.withDepth(deepest));
        world = new World(folder, interpreter::run).start();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static void await(BooleanSupplier condition) {
        Instant until = Instant.now().plus(Duration.ofSeconds(20));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(until);
            Thread.onSpinWait();
        }
    }

    private static FlowDocument calling(FlowDocument flow, String helper) {
        return flow.card("call", "control:spawn", "Call " + helper).flow("flo", helper);
    }

    private PublishedFlow endless() {
        world.flows.add("again", calling(FlowDocument.helper("Again"), "again"));
        return world.flows.add("a", calling(FlowDocument.endpoint("Root"), "again"));
    }

    private List<UUID> tree() {
        return world.database()
                .read(transaction ->
                        transaction
                                .prepare(Sql.once("SELECT id FROM execution ORDER BY ordinal"))
                                .list(row -> row.uuid("id")));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_000})
    void recursionBeyondTheBoundEndsEveryExecutionWithTheSameError(int deepest) {
        start(deepest);
        UUID id = world.run(endless(), "{}");

        List<UUID> all = tree();

        assertThat(all).hasSize(deepest + 1).contains(id);
        for (UUID each : all) {
            assertThat(world.ended(each).status()).isEqualTo(Status.FAILURE);
            assertThat(world.ended(each).failure().orElseThrow().message())
                    .contains("nested " + (deepest + 1) + " deep")
                    .contains("at most " + deepest)
                    .contains("executions.nesting");
        }
        await(() -> world.executions().running() == 0);
    }

    private PublishedFlow chain() {
        for (int depth = 1; depth < DEPTH; depth++) {
            world.flows.add(
                    "h" + depth,
                    calling(FlowDocument.helper("Helper " + depth), "h" + (depth + 1)));
        }
        world.flows.add(
                "h" + DEPTH,
                FlowDocument.helper("Last")
                        .card("wait", "control:wait", "Wait For")
                        .input(
                                "",
                                "delay",
                                "number",
                                Json.MAPPER.getNodeFactory().numberNode(3600)));
        return world.flows.add("a", calling(FlowDocument.endpoint("Root"), "h1"));
    }

    @Test
    void cancellingAHelperAtAnyDepthCancelsItsWholeTree() {
        start(100);
        PublishedFlow flow = chain();
        for (int depth = 0; depth <= DEPTH; depth++) {
            UUID root = world.accept(flow, "{}");
            await(() -> world.count("execution_aside") == DEPTH + 1);
            int at = depth;
            Head target =
                    world.database()
                            .read(transaction ->
                                    transaction
                                            .prepare(
                                                    Sql.once(
                                                            "SELECT * FROM execution_aside"
                                                                    + " ORDER BY ordinal"))
                                            .list(SuspendedRows::read))
                            .get(at)
                            .head();

            world.executions().cancel(target);

            world.await(root);
            assertThat(world.count("execution_aside")).isZero();
            assertThat(
                            world.read(
                                    "SELECT count(*) AS found FROM execution WHERE status ="
                                            + " 'CANCELLED'"))
                    .as("cancelled at depth " + depth)
                    .isEqualTo((depth + 1L) * (DEPTH + 1));
            await(() -> world.executions().running() == 0);
        }
    }

    /** A defect of ours in the depth must not leave helpers behind that nobody can end. */
    @Test
    void aRunThatBreaksOffEndsItsHelpersToo() {
        AtomicInteger helpers = new AtomicInteger();
        world =
                new World(
                                folder,
                                (id, flow, input, host) -> {
                                    var child =
                                            host.child(
                                                    new Child(
                                                            UUID.randomUUID(),
                                                            flow,
                                                            "1",
                                                            helpers.getAndIncrement(),
                                                            input));
                                    assertThat(child.mode()).isNotNull();
                                    throw new IllegalStateException("a defect");
                                })
                        .start();
        UUID id = world.run(world.flows.add("a", FlowDocument.endpoint("Root")), "{}");

        assertThat(tree()).hasSize(2).contains(id);
        for (UUID each : tree()) {
            assertThat(world.ended(each).status()).isEqualTo(Status.FAILURE);
        }
        await(() -> world.executions().running() == 0);
    }
}
