package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.http.Json;
import io.hookline.server.studio.PublishedFlow;
import io.hookline.server.studio.PublishedFlow.FlowMode;
import io.hookline.server.studio.TestStudio;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Random flows tell the same in their history however they came here and whatever happens while
 * they run.
 */
class RandomFlowTest {
    private static final int FLOWS = 20;
    private static final CardCatalog CATALOG = CardCatalog.of(FunctionCards.all().toArray());

    private static final long SEED = Long.getLong("hookline.seed", System.nanoTime());
    private static final Interpreter INTERPRETER = new Interpreter(CATALOG);

    @TempDir private static Path folder;

    private static Random random;
    private static List<RandomFlow> flows;

    /** What each flow told when it ran alone and undisturbed. */
    private static List<String> alone;

    @BeforeAll
    static void runEachAlone() {
        random = new Random(SEED);
        flows = new ArrayList<>();
        alone = new ArrayList<>();
        for (int i = 0; i < FLOWS; i++) {
            flows.add(new RandomFlow(random.nextLong(), "flow-%03d".formatted(i), CATALOG));
        }
        try (World world = world("alone").start()) {
            publish(world);
            for (int i = 0; i < FLOWS; i++) {
                UUID id = world.accept(published(world, i), flows.get(i).payload());
                world.await(id);
                alone.add(told(world, id));
            }
            assertThat(world.read("SELECT count(*) FROM execution WHERE status = 'SUCCESS'"))
                    .as(again("too few flows that come to their end"))
                    .isGreaterThan(FLOWS / 4);
        }
    }

    private static World world(String name) {
        return new World(folder.resolve(name), INTERPRETER::run);
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

    private static String told(World world, UUID root) {
        return new Told(world.history(), Map.of()).of(root);
    }

    private static String again(String what) {
        return what + ": repeat with -Dhookline.seed=" + SEED;
    }

    private static void tellsTheSame(
            World world, int flow, UUID execution, Map<String, String> names) {
        assertThat(new Told(world.history(), names).of(execution))
                .as(again("flow " + flow))
                .isEqualTo(alone.get(flow));
    }

    @Test
    void tellsTheSameAfterExportAndImport() {
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
                UUID execution =
                        world.accept(TestFlows.with(flow, FlowMode.ON), flows.get(i).payload());
                world.await(execution);
                tellsTheSame(world, i, execution, names);
            }
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
    void tellsTheSameWhereverTheProcessDies() {
        try (World world = world("mortal").start()) {
            publish(world);
            List<UUID> executions = new ArrayList<>();
            while (executions.size() < FLOWS) {
                world.killAtWrite(2 + random.nextInt(30));
                runSomeUntilDead(world, executions);
                world.restartAfterKill();
            }
            for (int i = 0; i < FLOWS; i++) {
                world.await(executions.get(i));
                tellsTheSame(world, i, executions.get(i), Map.of());
            }
            assertThat(world.count("execution_queue")).as(again("the queue")).isZero();
        }
    }

    /** Accepts the next flows one by one and lets them run; those that are durable count. */
    private static void runSomeUntilDead(World world, List<UUID> accepted) {
        List<CompletableFuture<Answer>> ends = new ArrayList<>();
        for (int i = 0; i < 8 && accepted.size() < FLOWS; i++) {
            int next = accepted.size();
            NewExecution execution =
                    world.executions()
                            .prepare(
                                    published(world, next),
                                    Trigger.RUN,
                                    flows.get(next).payload(),
                                    0);
            CompletableFuture<Answer> end = world.executions().expect(execution.id());
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
                accepted.add(durable.join());
                ends.add(end);
            }
        }
        while (!world.isDead() && !ends.stream().allMatch(CompletableFuture::isDone)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void tellsTheSameBesideOthers() {
        try (World world = world("crowded").start()) {
            publish(world);
            List<Integer> which = new ArrayList<>();
            List<UUID> executions = new ArrayList<>();
            for (int i = 0; i < 3 * FLOWS; i++) {
                which.add(random.nextInt(FLOWS));
                executions.add(
                        world.accept(
                                published(world, which.getLast()),
                                flows.get(which.getLast()).payload()));
            }
            for (int i = 0; i < executions.size(); i++) {
                world.await(executions.get(i));
                tellsTheSame(world, which.get(i), executions.get(i), Map.of());
            }
        }
    }
}
