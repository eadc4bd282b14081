package io.hookline.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardFailure;

import java.util.Optional;

/**
 * Where a list goes on. It remembers one of the pages before, a later one after each power of two
 * (Brent), so that pages that lead round in a circle are noticed however many there are.
 *
 * @param link the address of the next page
 * @param left how many records may still come
 * @param mark the page that is remembered
 * @param since how many pages came since
 * @param most after how many another one is remembered
 */
public record PagePlace(String link, int left, String mark, int since, long most) {
    /** The place as a stream keeps it; what an earlier version kept remembers nothing yet. */
    public static PagePlace of(JsonNode kept) {
        return new PagePlace(
                kept.path("link").asText(),
                kept.path("left").asInt(),
                kept.path("mark").asText(),
                kept.path("since").asInt(),
                kept.path("most").asLong(1));
    }

    /**
     * The place of the next page.
     *
     * @param before that of the page whose answer has the link; empty for the first page
     * @throws CardFailure.Rejected when that page was read before
     */
    public static PagePlace next(Optional<PagePlace> before, String link, int left) {
        if (before.isEmpty()) {
            return new PagePlace(link, left, link, 0, 1);
        }
        PagePlace last = before.get();
        if (link.equals(last.mark)) {
            throw new CardFailure.Rejected(
                    "The pages of the list lead round in a circle: after one that was read the"
                            + " other system names one that was read before. No more is read.");
        }
        return last.since + 1 >= last.most
                ? new PagePlace(link, left, link, 0, 2 * last.most)
                : new PagePlace(link, left, last.mark, last.since + 1, last.most);
    }

    /** As a stream keeps it. */
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("link", link)
                .put("left", left)
                .put("mark", mark)
                .put("since", since)
                .put("most", most);
    }
}
