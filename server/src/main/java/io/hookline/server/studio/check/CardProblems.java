package io.hookline.server.studio.check;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.ConnectorFamily;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.engine.CardConnection;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.flopack.Finding.Cause;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.server.studio.connection.Authorization;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.StoredConnection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What keeps the cards of one flow from running, as connections and installed cards are now. */
final class CardProblems {
    private static final String CONNECTION = "connection";

    private final Connections connections;
    private final Function<CardAddress, ResolvedCard> cards;
    private final List<Finding> findings = new ArrayList<>();

    private CardProblems(Connections connections, Function<CardAddress, ResolvedCard> cards) {
        this.connections = connections;
        this.cards = cards;
    }

    /**
     * Each card that has one. The card that starts the flow never runs and opens no connection;
     * whether it works is for the review of triggers to tell.
     */
    static List<Finding> of(
            Flow flow, Connections connections, Function<CardAddress, ResolvedCard> cards) {
        CardProblems problems = new CardProblems(connections, cards);
        FlowCard trigger = flow.cards().getFirst();
        flow.eachCard(card -> {
            if (card != trigger) {
                problems.card(card);
            }
        });
        return problems.findings;
    }

    /** Each card of a flow that is not stored yet whose connector is not installed. */
    static List<Finding> notInstalled(
            Flow flow, Connections connections, Function<CardAddress, ResolvedCard> cards) {
        CardProblems problems = new CardProblems(connections, cards);
        FlowCard trigger = flow.cards().getFirst();
        flow.eachCard(card -> {
            ResolvedCard resolved = cards.apply(card.address());
            if (card != trigger && !resolved.isInstalled()) {
                problems.missing(card, resolved);
            }
        });
        return problems.findings;
    }

    private void card(FlowCard card) {
        ResolvedCard resolved = cards.apply(card.address());
        switch (resolved.connecting()) {
            case NONE -> {
                if (!resolved.isInstalled()) {
                    add(card, "", card.id(), resolved.missing());
                }
            }
            case CHOSEN -> {
                if (isForeign(card)) {
                    return;
                }
                if (!CardConnection.standsIn(connections, card, resolved)) {
                    chosen(card);
                }
            }
            case STAND_IN -> {
                if (!isForeign(card) && !CardConnection.standsIn(connections, card, resolved)) {
                    missing(card, resolved);
                }
            }
        }
    }

    private void chosen(FlowCard card) {
        if (card.connection().isEmpty()) {
            add(
                    card,
                    CONNECTION,
                    card.id(),
                    "The card " + card.id() + " needs a connection; choose one.");
            return;
        }
        String id = card.connection().get();
        Optional<StoredConnection> chosen = connections.settled(id);
        if (chosen.isEmpty()) {
            add(card, CONNECTION, id, "The connection is not here; choose another.");
        } else if (!chosen.get().filled()) {
            add(
                    card,
                    CONNECTION,
                    chosen.get().name(),
                    "The connection \""
                            + chosen.get().name()
                            + "\" to "
                            + chosen.get().connector()
                            + " is empty; enter how to reach and sign in to it.");
        } else if (!isForeign(card) && needsLeave(chosen.get())) {
            add(
                    card,
                    CONNECTION,
                    chosen.get().name(),
                    "The connection \""
                            + chosen.get().name()
                            + "\" needs to be authorised by a person: open it and press"
                            + " Authorise.");
        }
    }

    private boolean needsLeave(StoredConnection chosen) {
        return chosen.auth().authorizeUrl().isPresent()
                && connections.authorization(chosen.id()).flatMap(Authorization::tokens).isEmpty();
    }

    /** Whether another connector's connection was chosen, which never serves the card. */
    private boolean isForeign(FlowCard card) {
        Optional<StoredConnection> foreign =
                card.connection()
                        .flatMap(connections::stored)
                        .filter(chosen ->
                                !ConnectorFamily.serves(
                                        chosen.connector(), card.address().module()));
        foreign.ifPresent(chosen ->
                add(
                        card,
                        CONNECTION,
                        chosen.name(),
                        CardConnection.foreign(chosen.name(), chosen.connector(), card.address())));
        return foreign.isPresent();
    }

    /** All cards of one connector have one cause and one way out. */
    private void missing(FlowCard card, ResolvedCard resolved) {
        String remedy =
                " The flow fails when it gets there. A service of your own can stand in for it: "
                        + remedy(card, resolved);
        Optional<Cause> cause =
                resolved.address().ofConnector()
                        ? Optional.of(
                                new Cause(
                                        "connector " + resolved.connector(),
                                        "The connector "
                                                + resolved.connector()
                                                + " is not installed here. Flows fail when they get"
                                                + " to one of its cards. A service of your own can"
                                                + " stand in for all of them: set standInForAll on"
                                                + " one connection of "
                                                + resolved.connector()
                                                + "."))
                        : Optional.empty();
        findings.add(new Finding(card.uuid(), "", card.id(), resolved.missing() + remedy, cause));
    }

    private String remedy(FlowCard card, ResolvedCard resolved) {
        return card.connection()
                .flatMap(connections::stored)
                .map(chosen -> "set standIn on the connection \"" + chosen.name() + "\".")
                .orElse("set standIn on a connection of " + resolved.connector() + ".");
    }

    private void add(FlowCard card, String field, String value, String message) {
        findings.add(new Finding(card.uuid(), field, value, message));
    }
}
