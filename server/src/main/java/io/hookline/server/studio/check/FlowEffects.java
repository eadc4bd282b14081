package io.hookline.server.studio.check;

import io.hookline.flow.card.Effect;
import io.hookline.flow.card.StandIn;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.FlowCard;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.connection.StoredConnection;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.PublishedFlow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a flow and its helpers can do to the world. */
public final class FlowEffects {
    private final FlowRegistry flows;
    private final Connections connections;
    private final CardReview cards;

    public FlowEffects(FlowRegistry flows, Connections connections, CardReview cards) {
        this.flows = flows;
        this.connections = connections;
        this.cards = cards;
    }

    /**
     * An effect that a flow can have.
     *
     * @param flow the flow or helper whose card has it
     * @param card the card
     */
    public record FlowEffect(FlowRow flow, FlowCard card, Effect effect) {}

    /** The worst that the flow and its helpers can do. */
    public Effect highest(FlowRow flow) {
        List<FlowEffect> effects = of(flow);
        return effects.isEmpty() ? Effect.NONE : effects.getFirst().effect();
    }

    /** Each effect that the flow and its helpers can have, the worst first. */
    public List<FlowEffect> of(FlowRow flow) {
        List<FlowEffect> effects = new ArrayList<>();
        for (FlowRow part : withHelpers(flow)) {
            flows.byVersion(part.id(), part.version())
                    .ifPresent(published -> add(part, published, effects));
        }
        effects.sort(Comparator.comparing(FlowEffect::effect).reversed());
        return effects;
    }

    private void add(FlowRow row, PublishedFlow published, List<FlowEffect> effects) {
        published
                .flow()
                .eachCard(card ->
                        effect(published, card)
                                .filter(effect -> effect != Effect.NONE)
                                .map(effect -> new FlowEffect(row, card, effect))
                                .ifPresent(effects::add));
    }

    /**
     * What a card can do; where a service stands in for it, what its name says. The card that
     * starts a flow does nothing.
     */
    private Optional<Effect> effect(PublishedFlow flow, FlowCard card) {
        if (card == flow.flow().cards().getFirst()) {
            return Optional.empty();
        }
        return cards.effect(card.id())
                .or(() ->
                        card.connection()
                                .flatMap(connections::stored)
                                .filter(StoredConnection::standIn)
                                .map(connection -> StandIn.effect(card.id())));
    }

    private List<FlowRow> withHelpers(FlowRow flow) {
        List<FlowRow> all = new ArrayList<>(List.of(flow));
        Set<String> seen = new HashSet<>(Set.of(flow.id()));
        for (int i = 0; i < all.size(); i++) {
            all.get(i)
                    .uses(Use.Kind.FLOW)
                    .map(Use::target)
                    .filter(seen::add)
                    .flatMap(id -> flows.row(id).stream())
                    .forEach(all::add);
        }
        return all;
    }
}
