package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.engine.Limits;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.json.Json;
import io.hookline.server.studio.TestStudio;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.PublishedFlow.FlowMode;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Random flows tell the same in their history however they came here and whatever happens while
 * they run: each execution the same as one that runs alone and in one go and gets the same answers
 * of clock, chance and callers.
 */
class RandomFlowTest {
    private static final int FLOWS = 20;

    /** So many at most die; the last one ends what is left. */
    private static final int LIVES = 10;

    private static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());

    private static final long SEED = Long.getLong("hookline.seed", System.nanoTime());
    private static final Interpreter INTERPRETER = new Interpreter(CATALOG);

    /** Lets an execution take as long as its clock says. */
    private static final Interpreter PATIENT =
            new Interpreter(
                    CATALOG,
                    new Limits(
                            Limits.USUAL.depth(),
                            Limits.USUAL.helpers(),
                            Limits.USUAL.steps(),
                            Limits.USUAL.bytes(),
                            Duration.ofDays(100_000)));

    private static List<RandomFlow> flows;

    @TempDir Path folder;
    private final Random random = new Random(SEED);
    private final TickingClock clock = new TickingClock(RandomFlow.START);
    private final Chance chance = new Chance(CATALOG);

    /** What ran, in the order in which it was accepted. */
    private final List<Ran> executions = new ArrayList<>();

    private record Ran(int flow, UUID id) {}

    @BeforeAll
    static void makeFlows() {
        System.out.println("RandomFlowTest: seed " + SEED);
        Random seeds = new Random(SEED);
        flows = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            flows.add(new RandomFlow(seeds.nextLong(), "flow-%03d".formatted(i), CATALOG));
        }
    }

    private World world(String name) {
        World world = new World(folder.resolve(name), INTERPRETER::run);
        world.clock = clock;
        world.aroundEngine = chance::remembered;
        return world;
    }

    private static void publish(World world) {
        flows.forEach(flow ->
                flow.documents()
                        .forEach(document ->
                                world.flows.add(document.path("id").asText(), document)));
    }

    private static String id(int flow) {
        return flows.get(flow).documents().getFirst().path("id").asText();
    }

    private static PublishedFlow published(World world, int flow) {
        return world.flows.byId(id(flow)).orElseThrow();
    }

    private static String again(String what) {
        return what + ": repeat with -Dhookline.seed=" + SEED;
    }

    /**
     * Each execution of the world as in a calm one, in which nothing dies or waits and nothing else
     * runs.
     *
     * @param names of flows by the ids that they have in that world
     */
    private void recordsTheSameAsInACalmWorld(World world, Map<String, String> names) {
        assertThat(chance.broken()).as(again("what was written down")).isEmpty();
        assertThat(chance.said()).as(again("clock and chance")).isPositive();
        World calm = world("calm");
        calm.engine = PATIENT::run;
        calm.aroundEngine = chance::repeated;
        try (calm) {
            calm.start();
            publish(calm);
            for (Ran one : executions) {
                calm.accept(one.id(), published(calm, one.flow()), flows.get(one.flow()).payload());
                TimeLapse.untilRestOrDeath(calm, clock);
                assertThat(new ComparableHistory(world.history(), names).of(one.id()))
                        .as(again("flow " + one.flow()))
                        .isEqualTo(new ComparableHistory(calm.history(), Map.of()).of(one.id()));
            }
            assertThat(
                            calm.read(
                                    "SELECT count(*) AS found FROM execution WHERE status ="
                                            + " 'SUCCESS'"))
                    .as(again("too few flows that come to their end"))
                    .isGreaterThan(FLOWS / 10);
        }
    }

    private void accept(World world, int flow, PublishedFlow published) {
        executions.add(new Ran(flow, world.accept(published, flows.get(flow).payload())));
    }

    @Test
    void recordsTheSameAfterExportAndImport() {
        Map<String, String> names = new HashMap<>();
        try (World world = world("imported").start();
                TestStudio studio = new TestStudio(folder.resolve("studio"))) {
            List<String> before = RandomFlow.ids(RandomFlow.file(flows));
            List<PublishedFlow> after = throughFiles(studio, RandomFlow.file(flows));
            for (int i = 0; i < before.size(); i++) {
                world.flows.put(TestFlows.with(after.get(i), FlowMode.ON));
                names.put(after.get(i).id(), before.get(i));
            }
            for (int i = 0; i < FLOWS; i++) {
                PublishedFlow flow = after.get(before.indexOf(id(i)));
                accept(world, i, TestFlows.with(flow, FlowMode.ON));
                TimeLapse.untilRestOrDeath(world, clock);
            }
            recordsTheSameAsInACalmWorld(world, names);
        }
    }

    /** Imports the file, exports it and imports that; the flows in the order of the file. */
    private static List<PublishedFlow> throughFiles(TestStudio studio, JsonNode file) {
        byte[] bytes = Json.bytes(file);
        TestStudio.Answer imported = studio.importFile("Random", bytes);
        for (int time = 0; time < 2; time++) {
            assertThat(imported.status()).as(again(imported.body().toString())).isEqualTo(200);
            bytes = studio.get("/folders/" + imported.text("/folder/id") + "/export").bytes();
            imported = studio.importFile("Random", bytes);
        }
        List<PublishedFlow> made = new ArrayList<>();
        for (JsonNode flow : imported.body().path("flows")) {
            made.add(studio.flow(flow.path("id").asText()));
        }
        return made;
    }

    @Test
    void recordsTheSameWhereverTheProcessDies() {
        try (World world = world("mortal").start()) {
            publish(world);
            for (int life = 0; life < LIVES; life++) {
                world.killAtWrite(2 + random.nextInt(40));
                acceptSomeUntilDead(world);
                TimeLapse.untilRestOrDeath(world, clock);
                world.restartAfterKill();
            }
            for (int i = executions.size(); i < FLOWS; i++) {
                accept(world, i, published(world, i));
            }
            TimeLapse.untilRestOrDeath(world, clock);
            recordsTheSameAsInACalmWorld(world, Map.of());
        }
    }

    /** Accepts the next flows one by one and lets them run; those that are durable count. */
    private void acceptSomeUntilDead(World world) {
        for (int i = 0; i < 4 && executions.size() < FLOWS; i++) {
            int next = executions.size();
            NewExecution execution =
                    world.executions()
                            .prepare(
                                    published(world, next),
                                    Trigger.RUN,
                                    flows.get(next).payload(),
                                    0);
            CompletableFuture<UUID> durable =
                    world.database()
                            .submit(transaction -> {
                                world.executions().accept(transaction, execution);
                                return execution.id();
                            });
            while (!durable.isDone() && !world.isDead()) {
                Thread.onSpinWait();
            }
            if (durable.isDone()) {
                executions.add(new Ran(next, durable.join()));
            }
        }
    }

    @Test
    void recordsTheSameBesideOthers() {
        try (World world = world("crowded").start()) {
            publish(world);
            for (int i = 0; i < 2 * FLOWS; i++) {
                int flow = random.nextInt(FLOWS);
                accept(world, flow, published(world, flow));
            }
            TimeLapse.untilRestOrDeath(world, clock);
            recordsTheSameAsInACalmWorld(world, Map.of());
        }
    }
}
