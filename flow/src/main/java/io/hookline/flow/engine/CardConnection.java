package io.hookline.flow.engine;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.ConnectorFamily;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.card.ResolvedCard.Connecting;
import io.hookline.flow.model.FlowCard;

import java.util.Optional;

/** The only way in which a running card comes to a connection, and what checks say of it before. */
public final class CardConnection {
    private CardConnection() {}

    /**
     * The connection that a card opens.
     *
     * @throws CardFailure.Invalid when none is chosen, it is still empty, or may not serve the card
     */
    static Connection of(ConnectionSource source, FlowCard card, ResolvedCard resolved) {
        return switch (resolved.connecting()) {
            case NONE ->
                    throw new CardFailure.Invalid(
                            "The card " + card.id() + " works without a connection.");
            case CHOSEN -> standIn(source, card, resolved).orElseGet(() -> chosen(source, card));
            case STAND_IN ->
                    standIn(source, card, resolved)
                            .orElseThrow(() -> new CardFailure.NotFound(missing(resolved)));
        };
    }

    private static Connection chosen(ConnectionSource source, FlowCard card) {
        String id =
                card.connection()
                        .orElseThrow(() ->
                                new CardFailure.Invalid("No connection is chosen for this card."));
        return source.connection(id)
                .map(connection -> serving(connection, card.address()))
                .orElseThrow(() ->
                        new CardFailure.Invalid(
                                "The connection of this card is not set up yet: fill in its address"
                                        + " and credentials."));
    }

    /**
     * The connection whose service stands in for a card: the chosen one; where none is chosen or
     * set up, that of the whole connector.
     *
     * @throws CardFailure.Invalid when the chosen one is another connector's
     */
    static Optional<Connection> standIn(
            ConnectionSource source, FlowCard card, ResolvedCard resolved) {
        if (resolved.connecting() == Connecting.NONE) {
            return Optional.empty();
        }
        Optional<Connection> chosen = card.connection().flatMap(source::connection);
        if (chosen.isEmpty()) {
            return source.standIn(resolved.connector());
        }
        return chosen.map(connection -> serving(connection, card.address()))
                .filter(Connection::standIn);
    }

    /** Whether a connection stands in for a card. */
    public static boolean standsIn(ConnectionSource source, FlowCard card, ResolvedCard resolved) {
        try {
            return standIn(source, card, resolved).isPresent();
        } catch (CardFailure.Invalid foreign) {
            return false;
        }
    }

    private static Connection serving(Connection connection, CardAddress card) {
        if (connection.serves(card)) {
            return connection;
        }
        throw new CardFailure.Invalid(foreign(connection.name(), connection.connector(), card));
    }

    /**
     * What to say where a card has a connection of another connector.
     *
     * @param name of the connection
     * @param connector of the connection
     */
    public static String foreign(String name, String connector, CardAddress card) {
        return "The connection \""
                + name
                + "\" is one of "
                + connector
                + " and serves no card of "
                + card.module()
                + ". Choose a connection of "
                + String.join(" or ", ConnectorFamily.serving(card.module()))
                + " for this card.";
    }

    /** Why a card that is not installed fails, and what helps. */
    static String missing(ResolvedCard resolved) {
        return resolved.connecting() == Connecting.STAND_IN
                ? resolved.missing()
                        + " A service of your own can stand in for it: set standIn on a connection"
                        + " of "
                        + resolved.connector()
                        + "."
                : resolved.missing();
    }
}
