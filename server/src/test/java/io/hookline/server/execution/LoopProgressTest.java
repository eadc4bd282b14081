package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.card.Card;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Help;
import io.hookline.flow.card.Pages;
import io.hookline.flow.cards.FunctionCards;
import io.hookline.flow.engine.Interpreter;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** How far loops and streams are that wait, failed or ended. */
public class LoopProgressTest {
    private static final long PATIENCE = 20_000_000_000L;

    @TempDir Path folder;
    private volatile Instant now = Instant.parse("2026-03-01T09:30:00Z");
    private World world;

    record Count(@Help("How many") long count) {}

    @Card(id = "test.search", title = "Search", help = "Finds two.", effect = Effect.READ)
    public Count search(CardContext context) {
        List<JsonNode> records =
                List.of(
                        JsonNodeFactory.instance.textNode("1"),
                        JsonNodeFactory.instance.textNode("2"));
        return new Count(context.stream(after -> new Pages.Page(records, Optional.empty())));
    }

    @BeforeEach
    void start() {
        var holders = new ArrayList<Object>(FunctionCards.all());
        holders.add(this);
        Interpreter interpreter = new Interpreter(CardCatalog.of(holders.toArray()));
        world = new World(folder, interpreter::run);
        world.clock = () -> now;
        world.start();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private static FlowDocument waiting(String field) {
        return FlowDocument.helper("Wait for one")
                .output("", field, "string")
                .card("wait", "control:wait", "Wait For")
                .input("", "delay", "number", Json.object().numberNode(60))
                .text("unit", "second");
    }

    private static FlowDocument each(String... items) {
        return FlowDocument.endpoint("All")
                .card("each", "list:each", "For Each")
                .list("list", items)
                .flow("flo", "one")
                .item("item");
    }

    private JsonNode shown(UUID id) {
        History.Found found = world.history().find(id).orElseThrow();
        return ExecutionJson.whole(found, world.history());
    }

    /** The loop of an execution that waits, as soon as so many of its helpers have ended. */
    private JsonNode waits(UUID id, int done) {
        long began = System.nanoTime();
        while (true) {
            JsonNode shown = shown(id);
            JsonNode loop = shown.path("steps").path(1);
            if (shown.path("status").asText().equals("WAITING")
                    && loop.at("/progress/done").asInt(-1) == done) {
                return loop;
            }
            if (System.nanoTime() - began > PATIENCE) {
                throw new AssertionError("Does not wait with " + done + " done: " + shown);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void minute() {
        now = now.plus(Duration.ofSeconds(60));
        world.executions().wake();
    }

    @Test
    void aLoopThatWaitsSaysHowFarItIsAlsoAfterARestart() {
        world.flows.add("one", waiting("item"));
        UUID id = world.accept(world.flows.add("all", each("a", "b", "c").json("all")), "{}");

        JsonNode first = waits(id, 0);
        assertThat(first.path("status").asText()).isEqualTo("WAITING");
        assertThat(first.path("title").asText()).isEqualTo("For Each");
        assertThat(first.path("progress").toString()).isEqualTo("{\"done\":0,\"of\":3}");
        minute();
        JsonNode second = waits(id, 1);
        assertThat(second.path("note").asText()).isEqualTo("1 of 3 have ended.");
        assertThat(second.path("millis").asLong()).isEqualTo(60_000);
        assertThat(second.at("/helpers/count").asInt()).isEqualTo(1);

        world.stop();
        world.start();
        assertThat(waits(id, 1)).isEqualTo(second);
        minute();
        waits(id, 2);
        minute();
        world.await(id);
        JsonNode ended = shown(id).path("steps");
        assertThat(ended).hasSize(2);
        assertThat(ended.at("/1/status").asText()).isEqualTo("SUCCESS");
        assertThat(ended.at("/1/progress").toString()).isEqualTo("{\"done\":3,\"of\":3}");
        assertThat(world.count("execution_journal")).isZero();
    }

    @Test
    void aStreamThatWaitsSaysHowManyRecordsHaveBeenRead() {
        world.flows.add("one", waiting("Record"));
        PublishedFlow flow =
                world.flows.add(
                        "stream",
                        FlowDocument.endpoint("Stream")
                                .card("search", "http:test:search", "Search")
                                .input("Streaming", "Flow", "flo", Json.object().textNode("one"))
                                .output("", "count", "number"));
        UUID id = world.accept(flow, "{}");

        assertThat(waits(id, 0).path("progress").toString()).isEqualTo("{\"done\":0}");
        minute();
        assertThat(waits(id, 1).path("note").asText()).isEqualTo("1 records have been read.");
    }

    @Test
    void aLoopThatEndedIsNotShownOnceMoreWhileALaterCardWaits() {
        world.flows.add("one", waiting("item"));
        FlowDocument document = each("a");
        document.card("wait", "control:wait", "Wait For")
                .input("", "delay", "number", Json.object().numberNode(60))
                .text("unit", "second");
        UUID id = world.accept(world.flows.add("all", document.json("all")), "{}");
        waits(id, 0);
        minute();

        JsonNode loop = waits(id, 1);
        assertThat(loop.path("status").asText()).isEqualTo("SUCCESS");
        assertThat(shown(id).path("steps")).hasSize(2);
    }

    @Test
    void aLoopThatFailedSaysHowFarItGot() {
        world.flows.add(
                "one",
                FlowDocument.helper("Read one")
                        .output("", "item", "string")
                        .card("parse", "json:parse", "Read")
                        .linked("", "string", "string", "start//item")
                        .output("", "output", "object"));
        UUID id =
                world.run(
                        world.flows.add("all", each("{}", "{}", "no JSON", "{}").json("all")),
                        "{}");

        JsonNode loop = shown(id).path("steps").path(1);
        assertThat(loop.path("status").asText()).isEqualTo("FAILURE");
        assertThat(loop.path("progress").toString()).isEqualTo("{\"done\":3,\"of\":4}");
    }
}
