package io.hookline.server.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.tables.RowQuery;
import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.connectors.tables.RowQuery.Operator;
import io.hookline.connectors.tables.TableRows;
import io.hookline.flow.card.CardFailure;
import io.hookline.server.studio.table.StoredRows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the table cards find, change and remove. */
class TableRowsTest {
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
                                  {"name": "Who"},
                                  {"name": "Times", "type": "number"},
                                  {"name": "Known", "type": "boolean"},
                                  {"name": "Last", "type": "date"}]}\
                                """
                                        .formatted(folder))
                        .text("/id");
        add("ada", 9, true, "2026-01-02T00:00:00Z");
        add("bob", 80, false, "2026-01-01T00:00:00Z");
        add("eve", 10, false, "2026-03-01T00:00:00Z");
        rows.create(table, Map.of("Who", TextNode.valueOf("new")), "new");
    }

    @AfterEach
    void close() {
        studio.close();
    }

    private void add(String who, int times, boolean known, String last) {
        rows.create(
                table,
                Map.of(
                        "Who",
                        TextNode.valueOf(who),
                        "Times",
                        IntNode.valueOf(times),
                        "Known",
                        BooleanNode.valueOf(known),
                        "Last",
                        TextNode.valueOf(last)),
                who);
    }

    private String found(RowQuery query) {
        return String.join(
                " ",
                rows.search(table, query).stream()
                        .map(row -> row.values().path("Who").asText())
                        .toList());
    }

    /** Of an effect that has not happened. */
    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static Map<String, JsonNode> who(String name) {
        return Map.of("Who", TextNode.valueOf(name));
    }

    @Test
    void rowsOfAFileAreAddedOnceHoweverOftenTheEffectIsRepeated() {
        List<Map<String, JsonNode>> many =
                IntStream.range(0, 450).mapToObj(i -> who("row" + i)).toList();

        rows.createAll(table, many, false, "crashed");
        rows.createAll(table, many, false, "crashed");

        assertThat(studio.get("/tables/" + table).body().path("rowCount").asInt()).isEqualTo(454);
        rows.createAll(table, List.of(who("only")), true, "clearing");
        rows.createAll(table, List.of(who("only")), true, "clearing");
        assertThat(found(where())).isEqualTo("only");
    }

    @Test
    void noRowIsAddedAndNoneRemovedWhenOneDoesNotFit() {
        List<Map<String, JsonNode>> bad =
                List.of(who("fits"), Map.of("Times", TextNode.valueOf("many")));

        assertThatThrownBy(() -> rows.createAll(table, bad, true, "bad"))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("The column \"Times\"");
        assertThat(found(where())).isEqualTo("ada bob eve new");
    }

    @Test
    void aTableSaysWhatItsColumnsHold() {
        assertThat(rows.schema(table))
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly("Who text", "Times number", "Known boolean", "Last date");
    }

    private static RowQuery where(Condition... conditions) {
        return new RowQuery(List.of(conditions), Optional.empty(), true, 100, 0);
    }

    private static Condition condition(String text, boolean or) {
        String[] parts = text.strip().split(" ", 3);
        Operator operator =
                Arrays.stream(Operator.values())
                        .filter(one -> one.name().equals(parts[1]))
                        .findFirst()
                        .orElseThrow();
        JsonNode value = parts.length < 3 ? NullNode.getInstance() : TextNode.valueOf(parts[2]);
        return new Condition(parts[0], operator, value, or);
    }

    @ParameterizedTest
    @CsvSource({
        "Who EQUAL ada, ada",
        "Who EQUAL Ada, ''",
        "Who NOT_EQUAL ada, bob eve new",
        "Who GREATER bob, eve new",
        "Times LESS 80, ada eve",
        "Times GREATER_OR_EQUAL 10, bob eve",
        "Times EQUAL 9.0, ada",
        "Times EQUAL, new",
        "Times NOT_EQUAL, ada bob eve",
        "Known EQUAL true, ada",
        "Known NOT_EQUAL true, bob eve new",
        "Last LESS 2026-01-02T01:00:00+02:00, bob",
        "Last LESS_OR_EQUAL 2026-01-02, ada bob",
        "_id GREATER 0, ada bob eve new",
        "Created LESS 2020-01-01, ''",
    })
    void comparesByTheTypeOfTheColumn(String condition, String expected) {
        assertThat(found(where(condition(condition, false)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Who EQUAL ada | Who EQUAL bob, ada bob",
        "Who EQUAL ada & Times EQUAL 9, ada",
        "Who EQUAL ada & Times EQUAL 8, ''",
        "Who EQUAL ada | Who EQUAL bob & Times EQUAL 80, bob",
        "Who EQUAL ada & Times EQUAL 8 | Who EQUAL eve, eve",
    })
    void joinsConditionsFromLeftToRight(String conditions, String expected) {
        String[] parts = conditions.split("(?<=[|&])");
        Condition[] read = new Condition[parts.length];
        for (int i = 0; i < parts.length; i++) {
            read[i] = condition(parts[i].replaceAll("[|&]", ""), parts[i].endsWith("|"));
        }
        assertThat(found(where(read))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        ", true, 100, 0, ada bob eve new",
        ", true, 2, 1, bob eve",
        "Times, true, 100, 0, bob eve ada new",
        "Times, false, 100, 0, new ada eve bob",
        "Times, false, 2, 1, ada eve",
        "Last, true, 1, 0, eve",
        "Known, false, 100, 0, new bob eve ada",
        "Row ID, true, 0, 0, ''",
        ", true, 100, 9, ''",
    })
    void sortsAndPages(String sort, boolean down, int limit, int offset, String expected) {
        assertThat(found(new RowQuery(List.of(), Optional.ofNullable(sort), down, limit, offset)))
                .isEqualTo(expected);
    }

    @Test
    void looksBeyondWhatIsReadInOneGo() {
        for (int i = 0; i < 600; i++) {
            rows.create(table, Map.of("Times", IntNode.valueOf(1_000 + i)), "more" + i);
        }

        assertThat(rows.search(table, where(condition("Times EQUAL 1599", false)))).hasSize(1);
        RowQuery last = new RowQuery(List.of(), Optional.of("Times"), true, 1, 0);
        assertThat(rows.search(table, last).getFirst().values().path("Times").asInt())
                .isEqualTo(1_599);
    }

    private List<Integer> slices(int most, Condition... conditions) {
        List<Integer> times = new ArrayList<>();
        Optional<Long> after = Optional.of(0L);
        while (after.isPresent()) {
            TableRows.Slice slice = rows.slice(table, List.of(conditions), after.get(), most);
            assertThat(slice.rows()).hasSizeLessThanOrEqualTo(most);
            slice.rows().forEach(row -> times.add(row.values().path("Times").asInt()));
            after = slice.last();
        }
        return times;
    }

    @Test
    void givesRowsInSlicesThatFollowEachOtherWhateverIsDeletedMeanwhile() {
        rows.clear(table, key());
        for (int i = 0; i < 600; i++) {
            rows.create(table, Map.of("Times", IntNode.valueOf(i)), "more" + i);
        }
        List<Integer> all = IntStream.range(0, 600).boxed().toList();

        assertThat(slices(100)).isEqualTo(all);
        assertThat(slices(520)).isEqualTo(all);
        assertThat(slices(100, condition("Times GREATER_OR_EQUAL 550", false)))
                .isEqualTo(all.subList(550, 600));
        assertThat(slices(7, condition("Times LESS 0", false))).isEmpty();

        TableRows.Slice first = rows.slice(table, List.of(), 0, 100);
        first.rows().forEach(row -> rows.delete(table, row.id(), key()));
        TableRows.Slice second = rows.slice(table, List.of(), first.last().orElseThrow(), 100);
        assertThat(second.rows().getFirst().values().path("Times").asInt()).isEqualTo(100);
    }

    @Test
    void aSliceOfLargeRowsHasFewer() {
        rows.clear(table, key());
        for (int i = 0; i < 10; i++) {
            rows.create(
                    table,
                    Map.of(
                            "Who",
                            TextNode.valueOf("x".repeat(800_000)),
                            "Times",
                            IntNode.valueOf(i)),
                    "large" + i);
        }

        assertThat(rows.slice(table, List.of(), 0, 10).rows()).hasSizeLessThan(5);
        assertThat(slices(10)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aPartOfTheListEndsWhereItsRowsAreLarge() {
        rows.clear(table, key());
        for (int i = 0; i < 7; i++) {
            rows.create(
                    table,
                    Map.of(
                            "Who",
                            TextNode.valueOf("x".repeat(800_000)),
                            "Times",
                            IntNode.valueOf(i)),
                    "large" + i);
        }

        List<Integer> times = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        long after = 0;
        boolean more = true;
        while (more) {
            StoredRows.Part part = rows.list(table, List.of(), after, 1_000);
            part.rows()
                    .forEach(row ->
                            row.cells()
                                    .valueStream()
                                    .filter(JsonNode::isNumber)
                                    .forEach(number -> times.add(number.intValue())));
            sizes.add(part.rows().size());
            after = part.rows().isEmpty() ? after : part.rows().getLast().place();
            more = part.more();
        }
        assertThat(times).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(rows.list(table, List.of(), 0, 2).more()).isTrue();
        assertThat(rows.list(table, List.of(), after, 2).more()).isFalse();
        assertThat(rows.search(table, where(condition("Times EQUAL 6", false)))).hasSize(1);
    }

    @Test
    void changesOnlyTheColumnsThatAreGivenAndLeavesOutUnknownOnes() {
        String id = rows.search(table, where(condition("Who EQUAL ada", false))).getFirst().id();

        rows.update(
                table,
                id,
                Map.of("Times", TextNode.valueOf("11"), "Gone", IntNode.valueOf(1)),
                key());

        JsonNode values = rows.find(table, id).orElseThrow().values();
        assertThat(values.path("Times").asInt()).isEqualTo(11);
        assertThat(values.path("Who").asText()).isEqualTo("ada");
        assertThat(values.has("Gone")).isFalse();
        assertThatThrownBy(() ->
                        rows.update(table, id, Map.of("Times", TextNode.valueOf("many")), key()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Times");
        assertThatThrownBy(() -> rows.update(table, "none", Map.of(), key()))
                .isInstanceOf(CardFailure.NotFound.class)
                .hasMessageContaining("none");
    }

    @Test
    void removesOneRowOrAllAndCountsThem() {
        String id = rows.search(table, where(condition("Who EQUAL bob", false))).getFirst().id();

        rows.delete(table, id, key());
        rows.delete(table, id, key());
        assertThat(rows.find(table, id)).isEmpty();
        assertThat(studio.get("/tables/" + table).body().path("rowCount").asInt()).isEqualTo(3);

        assertThat(rows.clear(table, key())).isEqualTo(3);
        assertThat(rows.clear(table, key())).isZero();
        assertThat(studio.get("/tables/" + table).body().path("rowCount").asInt()).isZero();
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        assertThatThrownBy(() -> rows.search("none", where()))
                .isInstanceOf(CardFailure.NotFound.class);
        assertThatThrownBy(() -> rows.clear("none", key()))
                .isInstanceOf(CardFailure.NotFound.class);
        assertThatThrownBy(() -> rows.delete("none", "x", key()))
                .isInstanceOf(CardFailure.NotFound.class);
        assertThatThrownBy(() -> found(where(condition("Nobody EQUAL x", false))))
                .isInstanceOf(CardFailure.NotFound.class)
                .hasMessageContaining("Nobody");
        assertThatThrownBy(() -> found(where(condition("Times EQUAL many", false))))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Times")
                .hasMessageContaining("many");
    }
}
