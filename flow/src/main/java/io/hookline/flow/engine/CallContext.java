package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.Turn;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Decision;
import io.hookline.flow.card.DeclaredField;
import io.hookline.flow.card.Effect;
import io.hookline.flow.card.Mode;
import io.hookline.flow.card.Pages;
import io.hookline.flow.card.Question;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.Input;
import io.hookline.flow.value.ValueType;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What one call of a card can ask.
 *
 * @param path the card's place, the same for all attempts
 * @param place the place of this attempt
 */
record CallContext(
        Frame frame, Planned planned, Progress progress, CardCall call, String path, String place)
        implements CardContext {
    private Run run() {
        return frame.run;
    }

    /** What an input was given, before its type made something of it. */
    JsonNode given(int input) {
        return planned.sources[input].given(frame);
    }

    @Override
    public UUID execution() {
        return run().id;
    }

    @Override
    public String idempotencyKey() {
        return run().id + "/" + path;
    }

    @Override
    public Mode mode() {
        return run().host.mode();
    }

    @Override
    public Instant now() {
        // what a reading card makes of it is recorded whole
        return call.definition.effect() == Effect.READ
                ? frame.now()
                : run().effects.now(place + "/now", planned.card);
    }

    @Override
    public Connection connection() {
        return CardConnection.of(run().host, planned.card, call.resolved).noting(progress::note);
    }

    @Override
    public List<DeclaredField> outputs() {
        return call.declaredOutputs;
    }

    @Override
    public ValueType inputType(String group, String key) {
        return planned.card.input(group, key).map(Input::type).orElse(ValueType.ANY);
    }

    @Override
    public boolean isLinked(String group, String key) {
        return planned.card.input(group, key).filter(input -> !input.pins().isEmpty()).isPresent();
    }

    @Override
    public Decision ask(Question question, Consumer<URI> tell) {
        progress.timeout.ifPresent(CallTimeout::close);
        Decision decision = Approvals.decided(this, question, Optional.empty(), tell);
        progress.note(decision.sentence());
        return decision;
    }

    @Override
    public boolean streams() {
        return Streams.flow(planned).isPresent();
    }

    @Override
    public long stream(Pages pages) {
        progress.timeout.ifPresent(CallTimeout::close);
        return Turn.computing(() -> new Streams(frame, planned, progress, place).run(pages));
    }
}
