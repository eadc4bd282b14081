package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.ChoicePage;
import io.hookline.flow.card.ChoiceRequest;
import io.hookline.flow.card.ChoiceSource;
import io.hookline.flow.card.Connection;
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
    private static final Duration LATER = Duration.ofSeconds(10);

    private final Supplier<CardCatalog> cards;
    private final ConnectionSource connections;
    private final LongSupplier nanos;
    private final Map<Asked, Kept> kept = Collections.synchronizedMap(LruMap.of(KEPT));

    /**
     * @param nanos the monotonic clock
     */
    public LoadedChoices(
            Supplier<CardCatalog> cards, ConnectionSource connections, LongSupplier nanos) {
        this.cards = cards;
        this.connections = connections;
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
        CardDefinition definition = card(card);
        ChoiceSource source = source(definition, input);
        ChoiceRequest request =
                new ChoiceRequest(connection(definition, connection), inputs, search, after);
        Asked asked = new Asked(definition.id(), input, request);
        Kept known = kept.get(asked);
        if (known != null && nanos.getAsLong() - known.since() < FRESH.toNanos()) {
            return known.page();
        }
        ChoicePage page = load(source, request);
        kept.put(asked, new Kept(page, nanos.getAsLong()));
        return page;
    }

    private CardDefinition card(String card) {
        String id = CardAddress.parse(card).map(CardAddress::id).orElse(card);
        return cards.get().find(id).orElseThrow(() -> new Refusal.NotFound("card", card));
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

    private Connection connection(CardDefinition card, String id) {
        Connection connection =
                connections
                        .connection(id)
                        .orElseThrow(() ->
                                new Refusal.Invalid(
                                        "connection.id",
                                        "there is no connection with id "
                                                + id
                                                + " that is set up; choose one, or fill it in."));
        if (!connection.connector().equals(card.module())) {
            throw new Refusal.Invalid(
                    "connection.id",
                    "the connection \""
                            + connection.name()
                            + "\" is one of "
                            + connection.connector()
                            + "; the card needs one of "
                            + card.module()
                            + ".");
        }
        return connection;
    }

    private static ChoicePage load(ChoiceSource source, ChoiceRequest request) {
        try {
            return source.load(request);
        } catch (CardFailure.RateLimited busy) {
            throw new Refusal.Busy(
                    "Other system is busy", busy.getMessage(), busy.retryAfter().orElse(LATER));
        } catch (CardFailure failure) {
            throw new Refusal.OtherSystem("Choices not loaded", failure.getMessage());
        }
    }
}
