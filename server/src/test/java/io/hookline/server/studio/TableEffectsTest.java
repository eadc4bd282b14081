package io.hookline.server.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.TableRows.Counted;
import io.hookline.connectors.tables.TableRows.Counter;
import io.hookline.connectors.tables.TableRows.Row;
import io.hookline.connectors.tables.TableRows.Upserted;
import io.hookline.flow.card.CardFailure;
import io.hookline.server.studio.table.StoredRows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What a card does to rows happens once for each run of it, whatever others do at the time. */
class TableEffectsTest {
    @TempDir Path path;
    private TestStudio studio;
    private StoredRows rows;
    private String table;

    @BeforeEach
    void open() {
        studio = new TestStudio(path);
        rows = studio.workspace.storedRows();
        String folder = studio.post("/folders", "{\"name\": \"Data\"}").text("/id");
        table =
                studio.post(
                                "/tables",
                                """
                                {"name": "Seen", "folder": {"id": "%s"}, "columns": [
                                  {"name": "Who", "index": "unique"},
                                  {"name": "Times", "type": "number"},
                                  {"name": "Note"}]}\
                                """
                                        .formatted(folder))
                        .text("/id");
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private static Map<String, JsonNode> who(String name) {
        return Map.of("Who", TextNode.valueOf(name));
    }

    private static Map<String, JsonNode> note(String text) {
        return Map.of("Note", TextNode.valueOf(text));
    }

    private static Counter counter(String who, int by) {
        return new Counter("Who", TextNode.valueOf(who), "Times", BigDecimal.valueOf(by), Map.of());
    }

    private List<Row> all() {
        return rows.search(table, new RowQuery(List.of(), Optional.empty(), true, 3_500, 0));
    }

    private String noteOf(String row) {
        return rows.find(table, row).orElseThrow().values().path("Note").asText();
    }

    @Test
    void aCardThatIsResumedDoesNothingASecondTime() {
        String made = rows.create(table, who("ada"), "x/1");
        rows.update(table, made, note("first"), "x/2");
        rows.update(table, made, note("by another execution"), "y/1");
        rows.update(table, made, note("first"), "x/2");
        assertThat(noteOf(made)).isEqualTo("by another execution");

        rows.delete(table, made, "x/3");
        assertThat(rows.create(table, who("ada"), "x/1")).isEqualTo(made);
        assertThat(all()).isEmpty();

        Upserted first = rows.upsert(table, List.of("Who"), who("bob"), "x/4");
        rows.delete(table, first.id(), "y/2");
        assertThat(rows.upsert(table, List.of("Who"), who("bob"), "x/4")).isEqualTo(first);
        assertThat(all()).isEmpty();

        Counted one = rows.increment(table, counter("eve", 2), "x/5");
        assertThat(rows.increment(table, counter("eve", 2), "x/5")).isEqualTo(one);
        assertThat(rows.increment(table, counter("eve", 3), "x/6").value().asInt()).isEqualTo(5);

        assertThat(rows.clear(table, "x/7")).isEqualTo(1);
        rows.create(table, who("new"), "x/8");
        assertThat(rows.clear(table, "x/7")).isEqualTo(1);
        assertThat(all()).hasSize(1);
        List<Map<String, JsonNode>> file = List.of(who("a"), who("b"));
        rows.createAll(table, file, true, "x/9");
        rows.create(table, who("c"), "x/10");
        rows.createAll(table, file, true, "x/9");
        assertThat(all()).hasSize(3);
    }

    @Test
    void whatHasFailedHasNotHappened() {
        assertThatThrownBy(() -> rows.update(table, "none", note("x"), "x/1"))
                .isInstanceOf(CardFailure.NotFound.class);
        String made = rows.create(table, who("ada"), "x/2");
        assertThatThrownBy(() -> rows.create(table, who("ada"), "x/3"))
                .isInstanceOf(CardFailure.Rejected.class);
        rows.delete(table, made, "x/4");

        rows.create(table, who("ada"), "x/3");
        assertThat(all()).hasSize(1);
    }

    private <T> List<T> atOnce(int many, IntFunction<Callable<T>> work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running =
                    IntStream.range(0, many).mapToObj(i -> threads.submit(work.apply(i))).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        }
    }

    @Test
    void everyIncrementCountsHoweverManyAreMadeAtOnce() throws Exception {
        List<Counted> counted =
                atOnce(
                        200,
                        i -> () -> rows.increment(table, counter("user" + i % 3, 1), "run" + i));

        assertThat(all())
                .extracting(row -> row.values().path("Times").asInt())
                .containsExactlyInAnyOrder(67, 67, 66);
        assertThat(counted)
                .extracting(one -> one.value().asInt() + one.id())
                .doesNotHaveDuplicates();
        assertThat(counted.stream().filter(Counted::created)).hasSize(3);
    }

    @Test
    void upsertsOfOneValueMakeOneRowAndUpdatesOfOneRowLoseNothing() throws Exception {
        List<Upserted> written =
                atOnce(100, i -> () -> rows.upsert(table, List.of("Who"), who("ada"), "run" + i));

        assertThat(all()).hasSize(1);
        assertThat(written.stream().filter(Upserted::created)).hasSize(1);
        String row = all().getFirst().id();
        atOnce(
                2,
                i ->
                        () -> {
                            rows.update(
                                    table,
                                    row,
                                    i == 0 ? note("n") : Map.of("Times", IntNode.valueOf(7)),
                                    "other" + i);
                            return i;
                        });
        assertThat(all().getFirst().values().toString())
                .isEqualTo("{\"Who\":\"ada\",\"Times\":7,\"Note\":\"n\"}");
    }

    @Test
    void aRowIsFoundByAUniqueColumnOnlyAndByAValue() {
        assertThatThrownBy(() -> rows.upsert(table, List.of("Note"), note("x"), "k"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("\"Note\", which is not unique");
        assertThatThrownBy(() -> rows.upsert(table, List.of("Who"), note("x"), "k"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("blank");
        assertThatThrownBy(() -> rows.upsert(table, List.of("Nobody"), note("x"), "k"))
                .isInstanceOf(CardFailure.NotFound.class)
                .hasMessageContaining("Nobody");
        assertThatThrownBy(() ->
                        rows.increment(
                                table,
                                new Counter(
                                        "Who",
                                        TextNode.valueOf("a"),
                                        "Note",
                                        BigDecimal.ONE,
                                        Map.of()),
                                "k"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("only a number");
        assertThat(all()).isEmpty();
    }
}
