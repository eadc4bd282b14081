package io.hookline.server.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.TableRows;
import io.hookline.connectors.tables.TableRows.Counter;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.json.Json;
import io.hookline.server.store.Sql;
import io.hookline.server.studio.audit.StudioAudit;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.table.NewTable;
import io.hookline.server.studio.table.StoredRows;
import io.hookline.server.studio.table.Tables;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Kills the process before random writes, and finds each execution's rows written exactly once. */
class TableCrashTest {
    private static final String TABLE = "seen";
    private static final int LIVES = 12;

    @TempDir Path folder;

    private final AtomicReference<StoredRows> rows = new AtomicReference<>();

    @Test
    void everyExecutionCountsOnceAndAddsOneRowWhereverTheProcessDies() throws Exception {
        long seed = System.nanoTime();
        System.out.println("TableCrashTest: seed " + seed);
        Random random = new Random(seed);
        World world =
                new World(
                        folder,
                        (id, flow, input, host) -> {
                            ScriptedFlow.effect(host, "count", () -> count(id + "/count"));
                            ScriptedFlow.effect(host, "add", () -> add(id + "/add"));
                            ScriptedFlow.effect(host, "again", () -> count(id + "/again"));
                            return new Outcome.Completed(Optional.empty());
                        });
        PublishedFlow flow = world.flows.add("a", ScriptedFlow.document("A"));
        // Before any execution goes on: one that wrote to the store of a dead process would hang.
        world.aroundEngine =
                (database, inner) -> {
                    open(world);
                    return inner;
                };
        world.start();
        makeTable(world);
        for (int life = 0; life < LIVES; life++) {
            world.killAtWrite(2 + random.nextInt(60));
            acceptUntilDead(world, flow);
            world.restartAfterKill();
        }
        Instant until = Instant.now().plus(Duration.ofSeconds(60));
        while (world.count("execution_queue") > 0) {
            assertThat(Instant.now()).as("seed %d", seed).isBefore(until);
            Thread.onSpinWait();
        }

        long ended = world.count("execution");
        List<TableRows.Row> all =
                rows.get().search(TABLE, new RowQuery(List.of(), Optional.empty(), true, 3_500, 0));
        TableRows.Row counted =
                all.stream()
                        .filter(row -> row.values().path("Who").asText().equals("all"))
                        .findFirst()
                        .orElseThrow();
        assertThat(ended).isPositive();
        assertThat(all).as("seed %d", seed).hasSize((int) ended + 1);
        assertThat(counted.values().path("Times").asInt())
                .as("seed %d", seed)
                .isEqualTo((int) (2 * ended));
        world.close();
    }

    private static void acceptUntilDead(World world, PublishedFlow flow) {
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
        }
    }

    private void count(String key) {
        rows.get().increment(TABLE, counter(), key);
    }

    private static Counter counter() {
        return new Counter("Who", TextNode.valueOf("all"), "Times", BigDecimal.ONE, Map.of());
    }

    /** A second run would add another value. */
    private void add(String key) {
        String who = UUID.randomUUID().toString();
        rows.get().create(TABLE, Map.of("Who", TextNode.valueOf(who)), key);
    }

    private Tables open(World world) {
        Tables tables =
                new Tables(
                        world.database(), new StudioAudit(world.log(), world.clock), world.clock);
        rows.set(new StoredRows(world.database(), tables, world.clock));
        return tables;
    }

    private void makeTable(World world) throws Exception {
        ObjectNode document =
                (ObjectNode)
                        Json.parse(
                                """
                                {"id": "seen", "name": "Seen", "data": {"structure": [
                                  {"name": "Who", "type": "str", "index": "unique"},
                                  {"name": "Times", "type": "dec"}]}}\
                                """
                                        .getBytes(StandardCharsets.UTF_8));
        NewTable table = NewTable.of(document, "f");
        Tables tables = open(world);
        world.database()
                .write(transaction -> {
                    transaction
                            .prepare(
                                    Sql.once(
                                            "INSERT INTO folder (id, name, description, created)"
                                                    + " VALUES ('f', 'F', '', 0)"))
                            .update();
                    tables.insert(transaction, table);
                    return table;
                });
    }
}
