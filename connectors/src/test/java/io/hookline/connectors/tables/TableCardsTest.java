package io.hookline.connectors.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.TestingContext;
import io.hookline.connectors.tables.RowQuery.Condition;
import io.hookline.connectors.tables.RowQuery.Operator;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardExample;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.CardMethod;
import io.hookline.flow.card.CustomFields;
import io.hookline.flow.card.Pages;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class TableCardsTest {
    private static final TestingContext CONTEXT =
            TestingContext.to(URI.create("https://unused.example"));

    private static final CustomFields NONE = new CustomFields(Map.of());
    private final TestingRows rows = new TestingRows();
    private final TableCards cards = new TableCards(rows);

    private void add(String key, String who) {
        rows.create("t1", Map.of("Actor", TextNode.valueOf(who), "Times", IntNode.valueOf(2)), key);
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode)
                    new com.fasterxml.jackson.databind.ObjectMapper()
                            .readTree(text.replace('\'', '"'));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private TableCards.Found search(String result, String where, Map<String, JsonNode> compared) {
        return cards.searchRows(
                TestingContext.to(URI.create("https://unused.example")),
                "t1",
                Optional.of(result),
                new RowFilter(Optional.of(json(where)), new CustomFields(compared)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(0),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void addsTheRowOnceForEachEffect() {
        TestingContext context = TestingContext.to(URI.create("https://unused.example"));
        CustomFields columns =
                new CustomFields(Map.of("Actor", TextNode.valueOf("ada@example.org")));

        TableCards.Created first = cards.createRow(context, "t1", columns);
        TableCards.Created again = cards.createRow(context, "t1", columns);

        assertThat(first.rowId()).isEqualTo("row-1");
        assertThat(again).isEqualTo(first);
        assertThat(rows.rows).hasSize(1);
    }

    @Test
    void conditionsCompareWithLiteralsAndWithWhatOtherCardsGave() {
        search(
                "all-new",
                "{'expr': [{'lhs': 'A', 'op': '=', 'join': 'OR', 'rhs': true},"
                        + " {'lhs': 'B', 'op': '<=', 'join': 'AND',"
                        + " 'rhd': {'methodId': 'm', 'outputId': 'o'}},"
                        + " {'lhs': 'C', 'op': '!=', 'join': 'AND',"
                        + " 'rhd': {'methodId': 'm', 'outputId': 'gone'}}]}",
                Map.of("o", IntNode.valueOf(5)));

        assertThat(rows.asked.getFirst().conditions())
                .containsExactly(
                        new Condition(
                                "A",
                                Operator.EQUAL,
                                JsonNodeFactory.instance.booleanNode(true),
                                true),
                        new Condition("B", Operator.LESS_OR_EQUAL, IntNode.valueOf(5), false),
                        new Condition("C", Operator.NOT_EQUAL, NullNode.getInstance(), false));
        assertThat(rows.asked.getFirst().limit()).isEqualTo(3_500);
        assertThatThrownBy(() ->
                        search("one", "{'expr': [{'lhs': 'A', 'op': '~', 'rhs': 1}]}", Map.of()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("~");
    }

    @Test
    void findsTheFirstRowOrAListOfFlatObjects() {
        assertThat(search("one", "{}", Map.of()).rowId()).isEmpty();
        add("1", "ada");
        add("2", "bob");

        TableCards.Found one = search("one", "{}", Map.of());
        assertThat(one.rowId()).contains("row-1");
        assertThat(one.created()).contains(TestingRows.MADE);
        assertThat(one.fields().values()).containsEntry("Actor", TextNode.valueOf("ada"));
        assertThat(one.rows()).isEmpty();

        TableCards.Found all = search("all", "{}", Map.of());
        assertThat(all.rowId()).isEmpty();
        assertThat(all.rows())
                .extracting(JsonNode::toString)
                .first()
                .asString()
                .contains(
                        "\"Actor\":\"ada\"",
                        "\"Times\":2",
                        "\"Row ID\":\"row-1\"",
                        "\"Created\":\"2026-01-31T09:30:00.000Z\"");
        assertThat(all.rows()).hasSize(2);
    }

    private Pages stream(int limit) {
        return new RowStream(rows, "t1", List.of())
                .pages(Optional.of(limit), Optional.empty(), Optional.empty());
    }

    private static List<String> ids(Pages pages) {
        List<String> ids = new ArrayList<>();
        Optional<JsonNode> next = Optional.empty();
        do {
            Pages.Page page = pages.fetch(next);
            page.records().forEach(row -> ids.add(row.path("Row ID").asText()));
            next = page.next();
        } while (next.isPresent());
        return ids;
    }

    @ParameterizedTest
    @CsvSource({"0, 450", "1, 1", "200, 200", "201, 201", "1000, 450"})
    void streamsAllRowsOrAsManyAsTheLimitSaysPageByPage(int limit, int expected) {
        for (int i = 0; i < 450; i++) {
            add(Integer.toString(i), "ada");
        }

        assertThat(ids(stream(limit)))
                .hasSize(expected)
                .doesNotHaveDuplicates()
                .startsWith("row-1")
                .endsWith("row-" + expected);
        assertThat(stream(limit).fetch(Optional.empty()).records()).hasSizeLessThan(201);
    }

    @Test
    void aStreamHasNoOrderOfItsOwnAndNoOffset() {
        RowStream stream = new RowStream(rows, "t1", List.of());

        assertThatThrownBy(() ->
                        stream.pages(Optional.empty(), Optional.of("Times"), Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("Times");
        assertThatThrownBy(() -> stream.pages(Optional.empty(), Optional.empty(), Optional.of(5)))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("5");
    }

    @Test
    void aStreamNeedsAHelper() {
        assertThatThrownBy(() -> search("stream", "{}", Map.of()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("helper flow");
    }

    @Test
    void aBlankInputLeavesItsColumnUnlessTheCardSaysOtherwise() {
        add("1", "ada");
        CustomFields blank = new CustomFields(Map.of("Actor", TextNode.valueOf("")));

        cards.updateRow(CONTEXT, "t1", Optional.empty(), "row-1", blank);
        assertThat(rows.rows.get("row-1").values().path("Actor").asText()).isEqualTo("ada");

        cards.updateRow(CONTEXT, "t1", Optional.of("Yes"), "row-1", blank);
        assertThat(rows.rows.get("row-1").values().path("Actor").asText()).isEmpty();
    }

    @Test
    void readsDeletesAndClears() {
        add("1", "ada");
        add("2", "bob");

        assertThat(cards.readRow("t1", "row-2").fields().values())
                .containsEntry("Actor", TextNode.valueOf("bob"));
        cards.deleteRow(CONTEXT, "t1", "row-2");
        assertThatThrownBy(() -> cards.readRow("t1", "row-2"))
                .isInstanceOf(CardFailure.NotFound.class);
        assertThat(cards.clearTable(CONTEXT, "t1").clearedRows()).isEqualTo(1);
    }

    @Test
    void writesAFile() {
        add("1", "ada, the first");

        String all = csv(Optional.empty());
        assertThat(all).isEqualTo("Actor,Times\n\"ada, the first\",2\n");
        assertThat(csv(Optional.of(List.of("Times", "Row ID"))))
                .isEqualTo("Times,Row ID\n2,row-1\n");
    }

    @Test
    void guardsFormulasWhenItIsToldTo() {
        add("1", "=1+1");
        add("2", "'=1+1");

        assertThat(csv(Optional.of(List.of("Actor")))).isEqualTo("Actor\n=1+1\n''=1+1\n");
        assertThat(csv(Optional.of(List.of("Actor")), Optional.of("guard")))
                .isEqualTo("Actor\n'=1+1\n''=1+1\n");
    }

    private String csv(Optional<List<String>> columns) {
        return csv(columns, Optional.empty());
    }

    private String csv(Optional<List<String>> columns, Optional<String> formulas) {
        var file =
                cards.exportToCsv(
                                "t1",
                                "x.csv",
                                new RowFilter(Optional.empty(), NONE),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                columns,
                                formulas)
                        .file();
        assertThat(file.name()).isEqualTo("x.csv");
        return new String(Base64.getDecoder().decode(file.base64()), StandardCharsets.UTF_8);
    }

    @Test
    void theExamplesOfTheCardsThatReadAreTrue() {
        rows.rows.put(
                "5b1c",
                new TableRows.Row(
                        "5b1c",
                        TestingRows.MADE,
                        TestingRows.MADE,
                        json("{'Actor': 'ada@example.org'}")));

        assertExample("stash.readRow", cards.readRow("6e0b5f0c", "5b1c"));
        assertExample(
                "stash.searchRows2",
                search(
                        "all-new",
                        example("stash.searchRows2").in().at("/Filter/Where Expression").toString(),
                        Map.of()));
        assertExample(
                "stash.exportToCSV",
                cards.exportToCsv(
                        "6e0b5f0c",
                        "actors.csv",
                        new RowFilter(Optional.empty(), NONE),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(List.of("Actor")),
                        Optional.empty()));
    }

    private CardDefinition declared(String id) {
        return CardCatalog.of(cards).find(id).orElseThrow();
    }

    private CardExample example(String id) {
        return declared(id).examples().getFirst();
    }

    private void assertExample(String id, Object result) {
        CardMethod method = declared(id).method().orElseThrow();
        ObjectNode expected = example(id).out();
        ObjectNode made = expected.deepCopy();
        expected.properties()
                .forEach(group ->
                        group.getValue()
                                .fieldNames()
                                .forEachRemaining(key ->
                                        made.withObjectProperty(group.getKey())
                                                .set(
                                                        key,
                                                        method.output(group.getKey(), key)
                                                                .orElseThrow()
                                                                .apply(result))));

        assertThat(made).isEqualTo(expected);
    }
}
