package io.hookline.server.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.connectors.tables.RowQuery.Operator;
import io.hookline.connectors.tables.TableRows.Counter;
import io.hookline.server.studio.table.StoredRows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The window of docs/tables.md: one row per push, a count of the last hour, one alert. */
class SlidingWindowTest {
    private static final int PUSHES = 200;
    private static final int THRESHOLD = 5;
    private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");

    @TempDir Path path;

    /**
     * What one execution found.
     *
     * @param seen rows of the window
     * @param alerts its place among the executions that found too many
     */
    private record Run(int seen, Optional<Integer> alerts) {}

    @Test
    void ofTwoHundredPushesAtOnceOneSeesAllAndOneAlerts() throws Exception {
        try (TestStudio studio = new TestStudio(path);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            StoredRows rows = studio.workspace.storedRows();
            String folder = studio.post("/folders", "{\"name\": \"Data\"}").text("/id");
            String pushes =
                    table(
                            studio,
                            folder,
                            """
                            {"name": "User", "index": "plain"},
                            {"name": "Time", "type": "date", "index": "plain"}\
                            """);
            String alerts =
                    table(
                            studio,
                            folder,
                            """
                            {"name": "User", "index": "unique"},
                            {"name": "Times", "type": "number"}\
                            """);
            push(rows, pushes, "ada", NOW.minusSeconds(3_601), "old");
            push(rows, pushes, "bob", NOW, "other");
            List<Future<Run>> running = new ArrayList<>();
            for (int i = 0; i < PUSHES; i++) {
                String key = "run" + i;
                Instant time = NOW.minusSeconds(i);
                running.add(threads.submit(() -> run(rows, pushes, alerts, time, key)));
            }
            List<Run> runs = new ArrayList<>();
            for (Future<Run> one : running) {
                runs.add(one.get());
            }

            assertThat(runs).extracting(Run::seen).allMatch(seen -> seen >= 1).contains(PUSHES);
            assertThat(runs).extracting(Run::seen).noneMatch(seen -> seen > PUSHES);
            assertThat(runs.stream().filter(run -> run.alerts().equals(Optional.of(1)))).hasSize(1);
            // Whoever saw fewer than the threshold was among the first.
            assertThat(runs.stream().filter(run -> run.alerts().isEmpty()))
                    .hasSizeLessThan(THRESHOLD);
        }
    }

    private static Run run(
            StoredRows rows, String pushes, String alerts, Instant time, String key) {
        push(rows, pushes, "ada", time, key);
        int seen = rows.search(pushes, window("ada")).size();
        Optional<Integer> alerted =
                seen < THRESHOLD
                        ? Optional.empty()
                        : Optional.of(
                                rows.increment(alerts, alert(), key + "/alert").value().asInt());
        return new Run(seen, alerted);
    }

    private static void push(StoredRows rows, String table, String user, Instant time, String key) {
        rows.create(
                table,
                Map.of("User", TextNode.valueOf(user), "Time", TextNode.valueOf(time.toString())),
                key);
    }

    private static RowQuery window(String user) {
        String since = NOW.minusSeconds(3_600).toString();
        return new RowQuery(
                List.of(
                        new Condition("User", Operator.EQUAL, TextNode.valueOf(user), false),
                        new Condition(
                                "Time", Operator.GREATER_OR_EQUAL, TextNode.valueOf(since), false)),
                Optional.empty(),
                true,
                RowQuery.MOST,
                0);
    }

    private static Counter alert() {
        return new Counter("User", TextNode.valueOf("ada"), "Times", BigDecimal.ONE, Map.of());
    }

    private static String table(TestStudio studio, String folder, String columns) {
        return studio.post(
                        "/tables",
                        "{\"name\": \"T\", \"folder\": {\"id\": \""
                                + folder
                                + "\"}, \"columns\": ["
                                + columns
                                + "]}")
                .text("/id");
    }
}
