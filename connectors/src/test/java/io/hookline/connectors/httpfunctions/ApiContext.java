package io.hookline.connectors.httpfunctions;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Mode;
import io.hookline.flow.value.ValueType;
import io.hookline.flow.value.ValueType.Kind;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A card whose outputs the flow declares in its own way. */
record ApiContext(CardContext other, List<DeclaredField> outputs) implements CardContext {
    static CardContext wantingAFile(CardContext other) {
        ValueType file = new ValueType(Kind.FILE, false);
        return new ApiContext(other, List.of(new DeclaredField("Response", "Body", file)));
    }

    @Override
    public UUID execution() {
        return other.execution();
    }

    @Override
    public String idempotencyKey() {
        return other.idempotencyKey();
    }

    @Override
    public Mode mode() {
        return other.mode();
    }

    @Override
    public Instant now() {
        return other.now();
    }

    @Override
    public Connection connection() {
        return other.connection();
    }
}
