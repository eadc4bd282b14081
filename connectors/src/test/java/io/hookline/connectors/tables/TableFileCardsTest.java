package io.hookline.connectors.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.TestingContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FileContent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** A table has the columns Actor and Times. */
class TableFileCardsTest {
    private final TestingContext context = TestingContext.to(URI.create("https://unused.example"));
    private final TestingRows rows = new TestingRows();
    private final TableFileCards cards = new TableFileCards(rows);

    private int imported(
            String csv, List<String> select, String mapping, String delimiter, boolean clearing) {
        ObjectNode pairs = JsonNodeFactory.instance.objectNode();
        for (String pair : mapping.split(";")) {
            if (!pair.isEmpty()) {
                pairs.put(pair.split(">")[0], pair.split(">")[1]);
            }
        }
        return cards.importFromCsv(
                        context,
                        Optional.of("t1"),
                        Optional.empty(),
                        FileContent.of("a.csv", "text/csv", csv.getBytes(UTF_8)),
                        select.isEmpty() ? Optional.empty() : Optional.of(select),
                        pairs.isEmpty() ? Optional.empty() : Optional.of(pairs),
                        Optional.of(delimiter),
                        Optional.of(clearing))
                .newRows();
    }

    private List<String> held() {
        return rows.rows.values().stream().map(row -> row.values().toString()).toList();
    }

    @Test
    void columnsOfTheSameNameAreImported() {
        assertThat(imported("Times;Other;Actor\n2;x;\"a;b\"\n3\n", List.of(), "", ";", false))
                .isEqualTo(2);
        assertThat(held())
                .containsExactly(
                        "{\"Times\":\"2\",\"Actor\":\"a;b\"}", "{\"Times\":\"3\",\"Actor\":\"\"}");
    }

    @Test
    void onlyMappedColumnsAreImported() {
        imported("Times,Column 1,Column 2\n1,a,b\n", List.of(), "Column 1>Actor", ",", false);

        assertThat(held()).containsExactly("{\"Actor\":\"a\"}");
    }

    @Test
    void onlySelectedColumnsAreImported() {
        imported("Times,Actor\n1,c\n", List.of("Times"), "", ",", false);

        assertThat(held()).containsExactly("{\"Times\":\"1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Actor\\n\"open | | is no CSV",
                "Actor\\na,b | | has 2 values",
                "Who\\na | Who>Nobody | The table has no column \"Nobody\"",
                "Who\\na | Actor>Actor | The file has no column \"Actor\"",
            })
    void nothingIsImportedOfAFileThatDoesNotFit(String csv, String mapping, String message) {
        assertThatThrownBy(() ->
                        imported(
                                csv.replace("\\n", "\n"),
                                List.of(),
                                mapping == null ? "" : mapping,
                                ",",
                                true))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining(message);
        assertThat(rows.rows).isEmpty();
    }

    @Test
    void aTableIsDescribedByItsColumns() {
        assertThat(cards.readTable("t1").columns())
                .extracting(ObjectNode::toString)
                .containsExactly(
                        "{\"name\":\"Actor\",\"type\":\"text\"}",
                        "{\"name\":\"Times\",\"type\":\"number\"}");
    }
}
