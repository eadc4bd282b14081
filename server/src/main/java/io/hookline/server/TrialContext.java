package io.hookline.server;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Pages;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** What a card knows that is tried by itself. Records of streams go to a consumer. */
final class TrialContext implements CardContext {
    private final UUID execution = UUID.randomUUID();
    private final Instant now = Instant.now();
    private final Connection connection;
    private final Consumer<JsonNode> records;

    TrialContext(Connection connection, Consumer<JsonNode> records) {
        this.connection = connection;
        this.records = records;
    }

    @Override
    public UUID execution() {
        return execution;
    }

    @Override
    public String idempotencyKey() {
        return execution + "/1";
    }

    @Override
    public Mode mode() {
        return Mode.ON;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public List<DeclaredField> outputs() {
        return List.of();
    }

    @Override
    public boolean streams() {
        return true;
    }

    @Override
    public long stream(Pages pages) {
        long count = 0;
        Optional<JsonNode> after = Optional.empty();
        do {
            Pages.Page page = pages.fetch(after);
            page.records().forEach(records);
            count += page.records().size();
            after = page.next();
        } while (after.isPresent());
        return count;
    }
}
