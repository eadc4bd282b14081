package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Optional;

/** Fetches what a search finds, page by page, for {@link CardContext#stream}. */
@FunctionalInterface
public interface Pages {
    /**
     * One page.
     *
     * @param after what the page before said is next; empty for the first page
     */
    Page fetch(Optional<JsonNode> after);

    /**
     * Some records.
     *
     * @param next where the next page begins; empty when there is none. It is kept in the journal,
     *     so that a search goes on in the middle after a crash or a wait
     */
    record Page(List<JsonNode> records, Optional<JsonNode> next) {
        public Page {
            records = List.copyOf(records);
        }
    }
}
