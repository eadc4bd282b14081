package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.Caller;
import io.hookline.server.execution.chain.ChainLimits;
import io.hookline.server.execution.history.HistorySweep;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Status;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Sql;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Executions that start each other without waiting: each chain ends, and costs nobody else. */
@Timeout(120)
class ChainTest {
    private static final int HOPS = ChainLimits.USUAL.hops();
    private static final CardCatalog CARDS = CardCatalog.of(FunctionCards.all().toArray());

    @TempDir Path folder;
    private World world;

    @BeforeEach
    void prepare() {
        world = new World(folder, new Interpreter(CARDS)::run);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static void await(BooleanSupplier condition) {
        Instant until = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(until);
            Thread.onSpinWait();
        }
    }

    /** Everything that was accepted has ended. */
    private void awaitQuiet() {
        await(() -> world.count("execution_queue") == 0 && world.executions().running() == 0);
    }

    private static FlowDocument starting(FlowDocument flow, String... helpers) {
        for (int i = 0; i < helpers.length; i++) {
            flow.card("start" + i, "control:run", "Start " + helpers[i]).flow("flo", helpers[i]);
        }
        return flow;
    }

    /** A flow whose helper starts itself so many times. */
    private PublishedFlow endless(int times) {
        String[] again = IntStream.range(0, times).mapToObj(i -> "again").toArray(String[]::new);
        world.flows.add("again", starting(FlowDocument.helper("Again"), again));
        return world.flows.add("a", starting(FlowDocument.endpoint("Root"), "again"));
    }

    private List<EndedExecution> failed() {
        List<UUID> ids =
                world.database()
                        .read(transaction ->
                                transaction
                                        .prepare(
                                                Sql.once(
                                                        "SELECT id FROM execution WHERE status ="
                                                                + " 'FAILURE'"))
                                        .list(row -> row.uuid("id")));
        return ids.stream().map(world::ended).toList();
    }

    private long counted(String what) {
        return world.read("SELECT " + what + " AS found FROM execution_chain");
    }

    private long started() {
        return world.read("SELECT count(*) AS found FROM execution WHERE parent IS NOT NULL");
    }

    @Test
    void aHelperThatStartsItselfEndsAfterTenHops() {
        world.start();
        UUID root = world.run(endless(1), "{}");
        awaitQuiet();

        assertThat(world.count("execution")).isEqualTo(HOPS);
        assertThat(counted("executions")).isEqualTo(HOPS - 1);
        assertThat(world.read("SELECT max(hops) AS found FROM execution")).isEqualTo(HOPS - 1);
        assertThat(failed()).hasSize(1);
        EndedExecution last = failed().getFirst();
        assertThat(last.head().root()).isEqualTo(root);
        assertThat(last.failure().orElseThrow().message())
                .contains("number 11 in a row")
                .contains("chains.hops")
                .contains(root.toString());
        assertThat(world.logged("hookline.execution.chain_ended"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.json().at("/debugContext/debugData").toString())
                                .contains(root.toString())
                                .contains("chains.hops"));
    }

    @Test
    void oneThatStartsItselfTwiceEndsWithTheBudgetOfItsRootExactly() {
        world.chains = new ChainLimits(1_000, 100, Long.MAX_VALUE);
        world.start();
        UUID root = world.run(endless(2), "{}");
        awaitQuiet();

        assertThat(started()).isEqualTo(100);
        assertThat(counted("executions")).isEqualTo(100);
        assertThat(failed())
                .isNotEmpty()
                .allSatisfy(ended ->
                        assertThat(ended.failure().orElseThrow().message())
                                .contains("100 executions were started")
                                .contains("chains.executions")
                                .contains(root.toString()));
        assertThat(world.logged("hookline.execution.chain_ended")).hasSize(1);
    }

    @Test
    void aCircleOfTwoFlowsEndsLikeOneOfOne() {
        world.flows.add("b", starting(FlowDocument.helper("B"), "a"));
        world.flows.add("a", starting(FlowDocument.helper("A"), "b"));
        PublishedFlow root = world.flows.add("root", starting(FlowDocument.endpoint("R"), "a"));
        world.start();
        world.run(root, "{}");
        awaitQuiet();

        assertThat(world.count("execution")).isEqualTo(HOPS);
        assertThat(failed()).hasSize(1);
    }

    /** The call that is waited for adds no hop, the one that is not does. */
    @Test
    void aCircleOverAHelperThatIsWaitedForEndsToo() {
        world.flows.add(
                "waited",
                FlowDocument.helper("Waited")
                        .card("begin", "control:run", "Start")
                        .flow("flo", "again"));
        world.flows.add(
                "again",
                FlowDocument.helper("Again")
                        .card("call", "control:spawn", "Call")
                        .flow("flo", "waited"));
        PublishedFlow root = world.flows.add("root", starting(FlowDocument.endpoint("R"), "again"));
        world.start();
        world.run(root, "{}");
        awaitQuiet();

        assertThat(counted("executions")).isEqualTo(HOPS - 1);
    }

    @Test
    void theBudgetIsExactWhereverTheProcessIsKilled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        world.chains = new ChainLimits(1_000, 300, Long.MAX_VALUE);
        world.start();
        UUID root = world.accept(endless(2), "{}");
        int kills = 0;
        for (int life = 0; life < 8; life++) {
            world.killAtWrite(3 + random.nextInt(60));
            await(() -> world.isDead() || world.count("execution_queue") == 0);
            if (world.isDead()) {
                kills++;
            }
            world.restartAfterKill();
        }
        awaitQuiet();

        assertThat(kills).as("seed %d", seed).isPositive();
        assertThat(world.ended(root).status()).as("seed %d", seed).isEqualTo(Status.SUCCESS);
        assertThat(started()).as("seed %d", seed).isEqualTo(300);
        assertThat(counted("executions")).as("seed %d", seed).isEqualTo(300);
        assertThat(
                        world.read(
                                "SELECT count(DISTINCT id) AS found FROM execution WHERE parent IS"
                                        + " NOT NULL"))
                .as("seed %d", seed)
                .isEqualTo(300);
        assertThat(world.logged("hookline.execution.chain_ended")).as("seed %d", seed).hasSize(1);
    }

    @Test
    void whatTheyAreGivenAndWriteIsCountedToo() {
        world.chains = new ChainLimits(1_000, 1_000_000, 1_000_000);
        String text = "x".repeat(100_000);
        world.flows.add(
                "again",
                FlowDocument.helper("Again")
                        .card("begin", "control:run", "Start")
                        .flow("flo", "again")
                        .text("text", text));
        PublishedFlow root = world.flows.add("a", starting(FlowDocument.endpoint("Root"), "again"));
        world.start();
        world.run(root, "{}");
        awaitQuiet();

        assertThat(started()).isBetween(5L, 10L);
        assertThat(counted("bytes")).isBetween(700_000L, 1_100_000L);
        assertThat(failed())
                .singleElement()
                .satisfies(ended ->
                        assertThat(ended.failure().orElseThrow().message())
                                .contains("at most 1.0 MB")
                                .contains("chains.megabytes"));
    }

    @Test
    void nothingIsStartedByOthersWhileTheDiskIsNearlyFull() {
        AtomicBoolean full = new AtomicBoolean(true);
        world.room =
                () -> {
                    if (full.get()) {
                        throw new StoreBusy("The disk has 3 MB left.");
                    }
                };
        world.start();
        PublishedFlow flow = endless(1);
        UUID refused = world.run(flow, "{}");

        assertThat(world.ended(refused).failure().orElseThrow().message())
                .isEqualTo("The flow is not started now. The disk has 3 MB left.");
        assertThat(world.ended(refused).failure().orElseThrow().kind()).isEqualTo("Unavailable");
        assertThat(started()).isZero();
        assertThat(world.count("execution_chain")).isZero();

        full.set(false);
        assertThat(world.ended(world.run(flow, "{}")).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void oneThatStartsManyEndsAsEver() {
        String[] items = IntStream.range(0, 500).mapToObj(Integer::toString).toArray(String[]::new);
        world.flows.add("work", FlowDocument.helper("Work"));
        world.flows.add("item", starting(FlowDocument.helper("Item"), "work"));
        PublishedFlow flow =
                world.flows.add(
                        "a",
                        FlowDocument.endpoint("Root")
                                .card("each", "list:each", "For Each")
                                .list("list", items)
                                .flow("flo", "item"));
        world.start();
        world.run(flow, "{}");
        awaitQuiet();

        assertThat(failed()).isEmpty();
        assertThat(counted("executions")).isEqualTo(500);
        assertThat(world.read("SELECT count(*) AS found FROM execution WHERE flow_id = 'work'"))
                .isEqualTo(500);
    }

    @Test
    void oneThatStartsNothingHasNoRow() {
        world.flows.add("h", FlowDocument.helper("Helper"));
        PublishedFlow flow =
                world.flows.add(
                        "a",
                        FlowDocument.endpoint("Root")
                                .card("call", "control:spawn", "Call")
                                .flow("flo", "h"));
        world.start();
        world.run(flow, "{}");

        assertThat(world.count("execution_chain")).isZero();
    }

    @Test
    void othersStartAtOnceWhileAChainUsesItsBudget() {
        world.chains = new ChainLimits(1_000, 5_000, Long.MAX_VALUE);
        world.start();
        PublishedFlow other = world.flows.add("other", FlowDocument.endpoint("Other"));
        world.accept(endless(2), "{}");
        await(() -> world.count("execution") > 500);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long begun = System.nanoTime();
            UUID id = world.run(other, "{}");
            millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
            assertThat(world.ended(id).status()).isEqualTo(Status.SUCCESS);
        }
        millis.sort(Long::compare);

        assertThat(millis.get(millis.size() / 2)).isLessThan(1_000);
        awaitQuiet();
        assertThat(counted("executions")).isEqualTo(5_000);
    }

    /** While the root itself has long ended. */
    @Test
    void whatAnEndedRootHasStartedCanBeCancelledTogether() {
        world.chains = new ChainLimits(1_000_000, 1_000_000, Long.MAX_VALUE);
        world.start();
        UUID root = world.run(endless(2), "{}");
        await(() -> world.count("execution") > 100);
        Caller caller = Caller.unknown("192.0.2.1");

        world.executions().manualRuns().cancel(caller, world.history().find(root).orElseThrow());
        awaitQuiet();

        assertThat(started()).isLessThan(100_000);
        assertThatThrownBy(() ->
                        world.executions()
                                .manualRuns()
                                .cancel(caller, world.history().find(root).orElseThrow()))
                .isInstanceOf(Refusal.Conflict.class)
                .hasMessageContaining("nothing that it started goes on");
    }

    /** As after a start on a full disk: nothing goes on, and all of it can be ended. */
    @Test
    void aChainCanBeCancelledWhileExecutionsWaitForRoomOnTheDisk() {
        world.chains = new ChainLimits(1_000_000, 1_000_000, Long.MAX_VALUE);
        world.start();
        UUID root = world.run(endless(2), "{}");
        await(() -> world.count("execution") > 100);

        world.executions().hold(true);
        await(() -> world.executions().running() == 0);
        long started = world.count("execution");
        long waiting = world.count("execution_queue");
        assertThat(waiting).isPositive();
        world.executions()
                .manualRuns()
                .cancel(Caller.unknown("192.0.2.1"), world.history().find(root).orElseThrow());
        awaitQuiet();

        assertThat(world.count("execution")).isEqualTo(started + waiting);
        assertThat(
                        world.read(
                                "SELECT count(*) AS found FROM execution WHERE status ="
                                        + " 'CANCELLED'"))
                .isEqualTo(waiting);
    }

    @Test
    void countsAreForgottenWithTheHistoryOfTheirRoot() {
        world.start();
        world.run(endless(1), "{}");
        awaitQuiet();
        assertThat(world.count("execution_chain")).isEqualTo(1);

        world.database().write(HistorySweep::oldest);

        assertThat(world.count("execution")).isZero();
        assertThat(world.count("execution_chain")).isZero();
    }

    /** What waits goes on within the chain in which it began. */
    @Test
    void countsOfOneThatGoesOnOutliveTheHistoryOfItsRoot() {
        world.flows.add(
                "again",
                FlowDocument.helper("Again")
                        .card("wait", "control:wait", "Wait For")
                        .input(
                                "",
                                "delay",
                                "number",
                                Json.MAPPER.getNodeFactory().numberNode(3600)));
        PublishedFlow flow = world.flows.add("a", starting(FlowDocument.endpoint("Root"), "again"));
        world.start();
        UUID root = world.run(flow, "{}");
        await(() -> world.read("SELECT count(*) AS found FROM execution_queue WHERE due > 0") == 1);
        world.database().write(HistorySweep::oldest);
        assertThat(world.count("execution")).isZero();
        assertThat(counted("executions")).isEqualTo(1);

        UUID helper =
                world.database()
                        .read(transaction ->
                                transaction
                                        .prepare(Sql.once("SELECT id FROM execution_queue"))
                                        .one(row -> row.uuid("id")));
        world.executions().cancel(world.history().find(helper).orElseThrow().head());
        awaitQuiet();

        assertThat(world.ended(helper).head().root()).isEqualTo(root);
        assertThat(world.count("execution_chain")).isZero();
    }

    @Test
    void whatLeadsToItTravelsWithAChain() {
        List<Lineage> seen = new ArrayList<>();
        Interpreter interpreter = new Interpreter(CARDS);
        world.engine =
                (id, flow, input, host) -> {
                    synchronized (seen) {
                        seen.add(Lineage.CURRENT.get());
                    }
                    return interpreter.run(id, flow, input, host);
                };
        world.start();
        UUID root = world.run(endless(1), "{}");
        awaitQuiet();

        assertThat(seen)
                .extracting(Lineage::hops)
                .containsExactly(IntStream.rangeClosed(1, HOPS).boxed().toArray(Integer[]::new));
        assertThat(seen)
                .allSatisfy(lineage -> assertThat(lineage.causes()).startsWith(root.toString()));
    }
}
