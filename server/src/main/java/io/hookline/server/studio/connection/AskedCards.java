package io.hookline.server.studio.connection;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.ConnectorFamily;
import io.hookline.flow.engine.ConnectionSource;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.function.Supplier;

/** The cards whose forms ask the connected system, and the connections by which they ask. */
final class AskedCards {
    private static final Duration LATER = Duration.ofSeconds(10);

    private final Supplier<CardCatalog> cards;
    private final ConnectionSource connections;

    AskedCards(Supplier<CardCatalog> cards, ConnectionSource connections) {
        this.cards = cards;
        this.connections = connections;
    }

    /**
     * A card.
     *
     * @param card its id or its address
     */
    CardDefinition card(String card) {
        String id = CardAddress.parse(card).map(CardAddress::id).orElse(card);
        return cards.get().find(id).orElseThrow(() -> new Refusal.NotFound("card", card));
    }

    /** A connection of the card's connector that is set up. */
    Connection connection(CardDefinition card, String id) {
        Connection connection =
                connections
                        .connection(id)
                        .orElseThrow(() ->
                                new Refusal.Invalid(
                                        "connection.id",
                                        "there is no connection with id "
                                                + id
                                                + " that is set up; choose one, or fill it in."));
        if (!ConnectorFamily.serves(connection.connector(), card.module())) {
            throw new Refusal.Invalid(
                    "connection.id",
                    "the connection \""
                            + connection.name()
                            + "\" is one of "
                            + connection.connector()
                            + "; the card needs one of "
                            + String.join(" or ", ConnectorFamily.serving(card.module()))
                            + ".");
        }
        return connection;
    }

    /**
     * What the connected system answers.
     *
     * @param title of the refusal when it does not
     */
    static <T> T answer(String title, Supplier<T> question) {
        try {
            return question.get();
        } catch (CardFailure.RateLimited busy) {
            throw new Refusal.Busy(
                    "Other system is busy", busy.getMessage(), busy.retryAfter().orElse(LATER));
        } catch (CardFailure.Invalid incomplete) {
            throw new Refusal.Invalid("inputs", incomplete.getMessage());
        } catch (CardFailure failure) {
            throw new Refusal.OtherSystem(title, failure.getMessage());
        }
    }
}
