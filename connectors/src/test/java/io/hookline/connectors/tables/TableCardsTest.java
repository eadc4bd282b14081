package io.hookline.connectors.tables;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.connectors.TestingContext;
import io.hookline.flow.card.CustomFields;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

class TableCardsTest {
    private final Map<String, Map<String, JsonNode>> rowsByKey = new HashMap<>();
    private final TableCards cards =
            new TableCards((table, values, idempotencyKey) -> {
                rowsByKey.putIfAbsent(idempotencyKey + " in " + table, values);
                return "row-" + rowsByKey.size();
            });

    @Test
    void addsTheRowOnceForEachEffect() {
        TestingContext context = TestingContext.to(URI.create("https://unused.example"));
        CustomFields columns =
                new CustomFields(Map.of("Actor", TextNode.valueOf("ada@example.org")));

        TableCards.Created first = cards.createRow(context, "t1", columns);
        TableCards.Created again = cards.createRow(context, "t1", columns);

        assertThat(first.rowId()).isEqualTo("row-1");
        assertThat(again).isEqualTo(first);
        assertThat(rowsByKey)
                .containsExactly(
                        Map.entry(
                                "execution/7 in t1",
                                Map.of("Actor", TextNode.valueOf("ada@example.org"))));
    }
}
