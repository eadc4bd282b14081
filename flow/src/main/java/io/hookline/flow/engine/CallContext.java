package io.hookline.flow.engine;

import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Mode;
import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Input;
import io.hookline.flow.value.ValueType;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What one call of a card knows. */
record CallContext(Run run, FlowCard card, Effect effect, String path, List<DeclaredField> outputs)
        implements CardContext {
    @Override
    public UUID execution() {
        return run.id;
    }

    @Override
    public String idempotencyKey() {
        return run.id + "/" + path;
    }

    @Override
    public Mode mode() {
        return run.host.mode();
    }

    @Override
    public Instant now() {
        // what a reading card makes of it is recorded whole
        return effect == Effect.READ
                ? run.host.clock().instant()
                : run.effects.now(path + "/now", card);
    }

    @Override
    public Connection connection() {
        String id =
                card.connection()
                        .orElseThrow(() ->
                                new CardFailure.Invalid("No connection is chosen for this card."));
        return run.host
                .connection(id)
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The connection of this card is not set up yet: fill in its address"
                                        + " and credentials."));
    }

    @Override
    public ValueType inputType(String group, String key) {
        return card.input(group, key).map(Input::type).orElse(ValueType.ANY);
    }
}
