package io.hookline.connectors;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The surroundings of a card that is tried by itself.
 *
 * @param linked inputs that are linked, as {@code group/key}
 * @param streamed takes what a helper flow was given
 */
public record TrialContext(
        Connection connection, Instant now, Set<String> linked, List<JsonNode> streamed)
        implements CardContext {
    @Override
    public UUID execution() {
        return new UUID(1, 2);
    }

    @Override
    public String idempotencyKey() {
        return "execution/7";
    }

    @Override
    public Mode mode() {
        return Mode.ON;
    }

    @Override
    public List<DeclaredField> outputs() {
        return List.of();
    }

    @Override
    public boolean isLinked(String group, String key) {
        return linked.contains(group + "/" + key);
    }

    @Override
    public long stream(Pages pages) {
        Pages.Page page = pages.fetch(Optional.empty());
        streamed.addAll(page.records());
        while (page.next().isPresent()) {
            page = pages.fetch(page.next());
            streamed.addAll(page.records());
        }
        return streamed.size();
    }
}
