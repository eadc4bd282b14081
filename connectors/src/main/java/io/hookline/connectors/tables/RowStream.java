package io.hookline.connectors.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Pages;
import io.hookline.flow.card.Pages.Page;

import java.util.List;
import java.util.Optional;

/**
 * Rows of a table page by page, in the order in which they were made. A page begins behind the last
 * row of the one before, so that helpers may change and delete the rows that they get.
 */
record RowStream(TableRows rows, String table, List<RowQuery.Condition> conditions) {
    private static final int PAGE = 200;

    /**
     * @param limit how many rows at most; all when blank or 0, as in a search
     * @throws CardFailure.Invalid when an order or an offset is asked for
     */
    Pages pages(Optional<Integer> limit, Optional<String> sort, Optional<Integer> offset) {
        if (sort.filter(column -> !column.isBlank()).isPresent()) {
            throw new CardFailure.Invalid(
                    "Rows are streamed in the order in which they were made, but the card sorts by"
                            + " \""
                            + sort.get()
                            + "\"; clear Column.");
        }
        if (offset.orElse(0) != 0) {
            throw new CardFailure.Invalid(
                    "Rows are streamed from the first one on, but the Offset is "
                            + offset.get()
                            + "; clear it.");
        }
        return after -> page(after, limit.filter(most -> most > 0).orElse(Integer.MAX_VALUE));
    }

    private Page page(Optional<JsonNode> after, int limit) {
        long seq = after.map(place -> place.path("after").longValue()).orElse(0L);
        int left = after.map(place -> place.path("left").intValue()).orElse(limit);
        TableRows.Slice slice = rows.slice(table, conditions, seq, Math.min(PAGE, left));
        int leftNow = left - slice.rows().size();
        Optional<JsonNode> next =
                leftNow == 0
                        ? Optional.empty()
                        : slice.last()
                                .map(last ->
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("after", last)
                                                .put("left", leftNow));
        return new Page(slice.rows().stream().<JsonNode>map(TableCards::flat).toList(), next);
    }
}
