package io.hookline.server.studio.check;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.engine.CardConnection;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.StoredConnection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What keeps the cards of one flow from running, as connections and installed cards are now. */
final class CardProblems {
    private static final String CONNECTION = "connection";

    private final Connections connections;
    private final Function<CardAddress, ResolvedCard> cards;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> said = new HashSet<>();

    private CardProblems(Connections connections, Function<CardAddress, ResolvedCard> cards) {
        this.connections = connections;
        this.cards = cards;
    }

    /**
     * Each problem once, at the first card that has it. The card that starts the flow never runs
     * and opens no connection; whether it works is for the review of triggers to tell.
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

    private void card(FlowCard card) {
        ResolvedCard resolved = cards.apply(card.address());
        switch (resolved.connecting()) {
            case NONE -> {
                if (!resolved.isInstalled()) {
                    add(card, "", card.id(), resolved.missing());
                }
            }
            case CHOSEN -> chosen(card);
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
        Optional<StoredConnection> chosen = connections.stored(id);
        if (chosen.isEmpty()) {
            add(card, CONNECTION, id, "The connection is not here; choose another.");
        } else if (!isForeign(card) && !chosen.get().filled()) {
            add(
                    card,
                    CONNECTION,
                    chosen.get().name(),
                    "The connection \""
                            + chosen.get().name()
                            + "\" to "
                            + chosen.get().connector()
                            + " is empty; enter how to reach and sign in to it.");
        }
    }

    /** Whether another connector's connection was chosen, which never serves the card. */
    private boolean isForeign(FlowCard card) {
        Optional<StoredConnection> foreign =
                card.connection()
                        .flatMap(connections::stored)
                        .filter(chosen -> !chosen.connector().equals(card.address().module()));
        foreign.ifPresent(chosen ->
                add(
                        card,
                        CONNECTION,
                        chosen.name(),
                        CardConnection.foreign(chosen.name(), chosen.connector(), card.address())));
        return foreign.isPresent();
    }

    private void missing(FlowCard card, ResolvedCard resolved) {
        add(
                card,
                "",
                card.id(),
                resolved.missing()
                        + " The flow fails when it gets there. A service of your own can stand in"
                        + " for it: "
                        + remedy(card, resolved));
    }

    private String remedy(FlowCard card, ResolvedCard resolved) {
        return card.connection()
                .flatMap(connections::stored)
                .map(chosen -> "set standIn on the connection \"" + chosen.name() + "\".")
                .orElse("set standIn on a connection of " + resolved.connector() + ".");
    }

    private void add(FlowCard card, String field, String value, String message) {
        if (said.add(field + "\n" + value)) {
            findings.add(new Finding(card.uuid(), field, value, message));
        }
    }
}
