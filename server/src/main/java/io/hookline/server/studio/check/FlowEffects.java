package io.hookline.server.studio.check;

import io.hookline.flow.card.Effect;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.card.StandIn;
import io.hookline.flow.engine.CardConnection;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.flow.model.Flow;
import io.hookline.flow.model.FlowCard;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.studio.flow.UnsavedFlow;

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
     * @param effect empty when nobody knows, because the card is not installed
     */
    public record FlowEffect(FlowRow flow, FlowCard card, Optional<Effect> effect) {
        /** How bad it is; what nobody knows is worse than all that is known. */
        private int severity() {
            return effect.map(Effect::ordinal).orElse(Effect.values().length);
        }
    }

    /**
     * The worst that the flow and its helpers can do; empty when nobody knows, because one of their
     * cards is not installed.
     */
    public Optional<Effect> highest(FlowRow flow) {
        return highest(of(flow));
    }

    /** The worst of these effects, which are in their order. */
    public Optional<Effect> highest(List<FlowEffect> effects) {
        return effects.isEmpty() ? Optional.of(Effect.NONE) : effects.getFirst().effect();
    }

    /** The worst that the cards of a flow can do that is not stored yet; its helpers left out. */
    public Optional<Effect> highest(Flow flow) {
        List<FlowCard> all = new ArrayList<>();
        flow.eachCard(all::add);
        List<Optional<Effect>> effects = all.stream().skip(1).map(this::effect).toList();
        return effects.contains(Optional.<Effect>empty())
                ? Optional.empty()
                : Optional.of(
                        effects.stream()
                                .flatMap(Optional::stream)
                                .max(Comparator.naturalOrder())
                                .orElse(Effect.NONE));
    }

    /** Each effect that the flow and its helpers can have, the worst first. */
    public List<FlowEffect> of(FlowRow flow) {
        return of(flow, flows.byVersion(flow.id(), flow.version()).map(PublishedFlow::flow));
    }

    /** As {@link #of(FlowRow)}, for a document that nobody has saved. */
    public List<FlowEffect> of(UnsavedFlow unsaved) {
        return of(unsaved.row(), Optional.of(unsaved.flow()));
    }

    private List<FlowEffect> of(FlowRow row, Optional<Flow> flow) {
        List<FlowEffect> effects = new ArrayList<>();
        flow.ifPresent(own -> add(row, own, effects));
        for (FlowRow helper : helpers(row)) {
            flows.byVersion(helper.id(), helper.version())
                    .ifPresent(published -> add(helper, published.flow(), effects));
        }
        effects.sort(Comparator.comparingInt(FlowEffect::severity).reversed());
        return effects;
    }

    /** The card that starts a flow does nothing. */
    private void add(FlowRow row, Flow flow, List<FlowEffect> effects) {
        FlowCard trigger = flow.cards().getFirst();
        flow.eachCard(card -> {
            Optional<Effect> effect = effect(card);
            if (card != trigger && !effect.equals(Optional.of(Effect.NONE))) {
                effects.add(new FlowEffect(row, card, effect));
            }
        });
    }

    /** What a card can do; where a service stands in for it, what its name says. */
    private Optional<Effect> effect(FlowCard card) {
        ResolvedCard resolved = cards.resolve(card.address());
        return resolved.definition()
                .map(card::effect)
                .or(() ->
                        CardConnection.standsIn(connections, card, resolved)
                                ? Optional.of(StandIn.effect(card.id()))
                                : Optional.empty());
    }

    private List<FlowRow> helpers(FlowRow flow) {
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
        return all.subList(1, all.size());
    }
}
