package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Pages;
import io.hookline.flow.card.Repeat;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.http.ExecutionApi;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.execution.model.Status;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Loops and streams that are killed, fail and are looked at in the middle. */
public class LongLoopTest {
    private static final int ITEMS = 100;
    private static final int PAGE = 10;
    private static final int KILLS = 3;

    @TempDir Path folder;
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> keys = Collections.synchronizedMap(new TreeMap<>());
    private final Set<String> down = Collections.synchronizedSet(new HashSet<>());
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch looked = new CountDownLatch(1);
    private volatile String stopAt = "";
    private volatile Instant now = Instant.parse("2026-03-01T09:30:00Z");
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicLong mostJournaled = new AtomicLong();
    private final AtomicInteger mostInMemory = new AtomicInteger();
    private World world;

    record Count(@Help("How many") long count) {}

    @Card(
            id = "test.act",
            title = "Act",
            help = "Acts on one item, unless that is down.",
            effect = Effect.NOTIFY,
            repeat = Repeat.UNCERTAIN)
    public void act(@Help("On what") String item, CardContext context) throws InterruptedException {
        if (item.equals(stopAt)) {
            reached.countDown();
            looked.await();
        }
        if (down.contains(item)) {
            throw new CardFailure.Rejected(item + " is down");
        }
        mostInMemory.accumulateAndGet(world.executions().running(), Math::max);
        done.add(item);
        keys.merge(context.idempotencyKey(), 1, Integer::sum);
    }

    @Card(id = "test.search", title = "Search", help = "Finds many.", effect = Effect.READ)
    public Count search(CardContext context) {
        return new Count(context.streams() ? context.stream(this::page) : 0);
    }

    private Pages.Page page(Optional<JsonNode> after) {
        fetched.incrementAndGet();
        mostJournaled.accumulateAndGet(world.count("execution_journal"), Math::max);
        int first = after.map(JsonNode::intValue).orElse(0);
        List<JsonNode> records = new ArrayList<>();
        for (int i = first; i < first + PAGE; i++) {
            records.add(JsonNodeFactory.instance.textNode("i" + i));
        }
        int next = first + PAGE;
        return new Pages.Page(
                records, next < ITEMS ? Optional.of(IntNode.valueOf(next)) : Optional.empty());
    }

    @BeforeEach
    void start() {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(this);
        Interpreter interpreter = new Interpreter(CardCatalog.of(holders.toArray()));
        world = new World(folder, interpreter::run);
        world.clock = () -> now;
        world.flows.add("one", acting("item"));
        world.flows.add("record", acting("Record"));
        world.start();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static FlowDocument acting(String field) {
        return FlowDocument.helper("Act on one")
                .output("", field, "string")
                .card("act", "http:test:act", "Act")
                .linked("", "item", "string", "start//" + field);
    }

    private static List<String> items() {
        return IntStream.range(0, ITEMS).mapToObj(i -> "i" + i).toList();
    }

    private static FlowDocument each(FlowDocument flow, int atATime) {
        return flow.card("each", "list:each", "For Each")
                .list("list", items().toArray(String[]::new))
                .flow("flo", "one")
                .input("", "concurrency", "number", Json.object().numberNode(atATime))
                .item("item");
    }

    private PublishedFlow each(int atATime) {
        return world.flows.add("each", each(FlowDocument.endpoint("All"), atATime).json("each"));
    }

    private PublishedFlow streaming() {
        return world.flows.add(
                "stream",
                FlowDocument.endpoint("Stream")
                        .card("search", "http:test:search", "Search")
                        .input("Streaming", "Flow", "flo", Json.object().textNode("record"))
                        .output("", "count", "number"));
    }

    /** Kills the process in the middle, again and again, and runs it to its end. */
    private void killed(PublishedFlow flow) {
        long seed = System.nanoTime();
        System.out.println("LongLoopTest: seed " + seed);
        Random random = new Random(seed);
        UUID id = world.accept(flow, "{}");
        for (int kill = 0; kill < KILLS; kill++) {
            world.killAtWrite(5 + random.nextInt(ITEMS / KILLS / 2));
            while (!world.isDead()) {
                Thread.onSpinWait();
            }
            world.restartAfterKill();
        }
        world.await(id);

        assertThat(world.ended(id).status()).as("seed %d", seed).isEqualTo(Status.SUCCESS);
        assertThat(world.count("execution_journal")).isZero();
        assertThat(world.read("SELECT count(*) AS found FROM execution WHERE parent IS NOT NULL"))
                .isEqualTo(ITEMS);
        assertThat(done).as("seed %d", seed).containsAll(items());
    }

    /** An item that was underway acts again under the key that it had. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aKilledLoopGoesOnAfterTheItemsThatHadEnded(int atATime) {
        killed(each(atATime));

        assertThat(done).hasSizeLessThanOrEqualTo(ITEMS + KILLS * atATime);
        assertThat(keys).hasSize(ITEMS);
        assertThat(mostInMemory).hasValueLessThan(100);
    }

    @Test
    void aKilledStreamGoesOnInItsPageAfterTheRecordsThatHadEnded() {
        killed(streaming());

        assertThat(done).hasSizeLessThanOrEqualTo(ITEMS + KILLS);
        assertThat(keys).hasSize(ITEMS);
        assertThat(fetched).hasValueLessThanOrEqualTo(ITEMS / PAGE + KILLS);
        assertThat(mostJournaled).hasValueLessThanOrEqualTo(4 * PAGE);
        assertThat(mostInMemory).hasValueLessThan(100);
    }

    @Test
    void historySaysHowFarALoopIsWhileItRuns() throws InterruptedException {
        stopAt = "i60";
        UUID id = world.accept(each(1), "{}");
        reached.await();

        History.Found found = world.history().find(id).orElseThrow();
        JsonNode step = ExecutionJson.whole(found, world.history()).path("steps").get(1);
        looked.countDown();

        assertThat(step.path("status").asText()).isEqualTo("RUNNING");
        assertThat(step.path("note").asText()).isEqualTo("60 of 100 have ended.");
        assertThat(step.path("helpers").path("count").asInt()).isEqualTo(60);
        world.await(id);
    }

    @Test
    void historySaysHowFarAStreamIsWhileItRuns() throws InterruptedException {
        stopAt = "i33";
        UUID id = world.accept(streaming(), "{}");
        reached.await();

        History.Found found = world.history().find(id).orElseThrow();
        JsonNode step = ExecutionJson.whole(found, world.history()).path("steps").get(1);
        looked.countDown();

        assertThat(step.path("note").asText()).isEqualTo("33 records have been read.");
        world.await(id);
    }

    @Test
    void runAgainFromTheFailedCardItWaitsForNothingAndActsOnTheRestOnly() {
        FlowDocument document = FlowDocument.endpoint("All");
        document.card("before", "http:test:act", "Before").text("item", "before");
        document.card("wait", "control:wait", "Wait For")
                .input("", "delay", "number", Json.object().numberNode(60))
                .text("unit", "second");
        PublishedFlow flow = world.flows.add("each", each(document, 1).json("each"));
        down.add("i70");
        UUID failed = world.accept(flow, "{}");
        while (world.history().find(failed).orElseThrow() instanceof History.Found.Unfinished one
                && one.status() != Status.WAITING) {
            Thread.onSpinWait();
        }
        now = now.plus(Duration.ofSeconds(60));
        world.executions().wake();
        world.await(failed);
        assertThat(world.ended(failed).status()).isEqualTo(Status.FAILURE);
        assertThat(done).hasSize(71).startsWith("before", "i0");

        down.clear();
        UUID next;
        try (var http =
                new TestingHttp(
                        TestingHttp.routes(
                                "https://x.example",
                                new ExecutionApi(world.executions()).routes()))) {
            JsonNode answer =
                    TestingHttp.json(
                            http.post(
                                    ExecutionJson.PATH + "/" + failed + "/rerun",
                                    "{\"from\": \"failed\"}"));
            next = UUID.fromString(answer.path("id").asText());
            world.await(next);
        }

        assertThat(world.ended(next).status()).isEqualTo(Status.SUCCESS);
        assertThat(done).hasSize(ITEMS + 1).doesNotHaveDuplicates().endsWith("i99");
        assertThat(done.get(71)).isEqualTo("i70");
    }
}
