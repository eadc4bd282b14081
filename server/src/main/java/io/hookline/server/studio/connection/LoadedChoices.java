package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.ChoicePage;
import io.hookline.flow.card.ChoiceRequest;
import io.hookline.flow.card.ChoiceSource;
import io.hookline.flow.engine.ConnectionSource;
import io.hookline.server.memory.LruMap;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What can be chosen for an input of a card, asked of the system that a connection reaches. Answers
 * are kept for a moment, because forms ask with every letter that is typed.
 */
public final class LoadedChoices {
    private static final int KEPT = 500;
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final AskedCards asked;
    private final LongSupplier nanos;
    private final Map<Asked, Kept> kept = Collections.synchronizedMap(LruMap.of(KEPT));

    /**
     * @param nanos the monotonic clock
     */
    public LoadedChoices(
            Supplier<CardCatalog> cards, ConnectionSource connections, LongSupplier nanos) {
        this.asked = new AskedCards(cards, connections);
        this.nanos = nanos;
    }

    /** An input of a card, by its group and key. */
    public record Input(String group, String key) {}

    /** What was asked; of a connection that was changed since, nothing is kept. */
    private record Asked(String card, Input input, ChoiceRequest request) {}

    private record Kept(ChoicePage page, long since) {}

    /**
     * A page of choices.
     *
     * @param card its id or its address
     * @param inputs what the form has so far
     * @throws Refusal when there is no such input or connection, or the other system gives none
     */
    public ChoicePage page(
            String card,
            Input input,
            String connection,
            ObjectNode inputs,
            String search,
            Optional<String> after) {
        CardDefinition definition = asked.card(card);
        ChoiceSource source = source(definition, input);
        ChoiceRequest request =
                new ChoiceRequest(asked.connection(definition, connection), inputs, search, after);
        Asked question = new Asked(definition.id(), input, request);
        Kept known = kept.get(question);
        if (known != null && nanos.getAsLong() - known.since() < FRESH.toNanos()) {
            return known.page();
        }
        ChoicePage page = AskedCards.answer("Choices not loaded", () -> source.load(request));
        kept.put(question, new Kept(page, nanos.getAsLong()));
        return page;
    }

    private static ChoiceSource source(CardDefinition card, Input input) {
        return card.inputs().stream()
                .filter(field ->
                        field.group().equals(input.group()) && field.key().equals(input.key()))
                .flatMap(field -> field.form().source().stream())
                .findFirst()
                .orElseThrow(() ->
                        new Refusal.Invalid(
                                "input",
                                "the card "
                                        + card.id()
                                        + " has no input with the group \""
                                        + input.group()
                                        + "\" and the key \""
                                        + input.key()
                                        + "\" whose choices are loaded; expected one with"
                                        + " dynamic: choices in the description of the card."));
    }
}
