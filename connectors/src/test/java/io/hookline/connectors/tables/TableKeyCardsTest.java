package io.hookline.connectors.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.TestingContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.CustomFields;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Cards that find their row by a column. */
class TableKeyCardsTest {
    private static final TestingContext CONTEXT =
            TestingContext.to(URI.create("https://unused.example"));

    private final TestingRows rows = new TestingRows();
    private final TableKeyCards cards = new TableKeyCards(rows);

    private static CustomFields fields(String actor, JsonNode times) {
        return new CustomFields(Map.of("Actor", TextNode.valueOf(actor), "Times", times));
    }

    @Test
    void anUpsertAddsARowOrChangesItAndLeavesColumnsOfBlankInputs() {
        TableKeyCards.Upserted first =
                cards.upsertRow(
                        CONTEXT,
                        "t1",
                        "Actor",
                        Optional.empty(),
                        fields("ada", IntNode.valueOf(7)));
        TableKeyCards.Upserted second =
                cards.upsertRow(
                        CONTEXT,
                        "t1",
                        "Actor",
                        Optional.empty(),
                        fields("ada", TextNode.valueOf("")));

        assertThat(first.created()).isTrue();
        assertThat(second.created()).isFalse();
        assertThat(second.rowId()).isEqualTo(first.rowId());
        assertThat(rows.rows.get(first.rowId()).values().path("Times").asInt()).isEqualTo(7);
    }

    @Test
    void anIncrementCountsFromNothingAndAddsOneUnlessTheCardSaysHowMuch() {
        assertThat(increment("Times", Optional.empty()).value()).isEqualByComparingTo("1");
        TableKeyCards.Counted counted = increment("Times", Optional.of(new BigDecimal("2.5")));

        assertThat(counted.value()).isEqualByComparingTo("3.5");
        assertThat(counted.created()).isFalse();
        assertThatThrownBy(() -> increment("Actor", Optional.empty()))
                .isInstanceOf(CardFailure.Invalid.class)
                .hasMessageContaining("\"Actor\"");
    }

    private TableKeyCards.Counted increment(String counted, Optional<BigDecimal> amount) {
        return cards.incrementRow(
                CONTEXT, "t1", "Actor", "ada", counted, amount, new CustomFields(Map.of()));
    }
}
