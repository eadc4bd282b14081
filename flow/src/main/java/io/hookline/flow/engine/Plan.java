package io.hookline.flow.engine;

import io.hookline.flow.model.FlowCard;
import io.hookline.flow.model.Output;

/**
 * A flow prepared for running with one catalog: what each card does and where its inputs come from.
 */
final class Plan {
    final Planned[] cards;
    final int slots;

    Plan(Planned[] cards, int slots) {
        this.cards = cards;
        this.slots = slots;
    }

    /** One card. */
    static final class Planned {
        final FlowCard card;
        final Operation operation;
        final Source[] sources;
        final Output[] outputs;

        /** The If/Else whose path the card lies on, -1 when on none. */
        final int pathCard;

        final boolean pathWhen;

        Planned(FlowCard card, Operation operation) {
            this.card = card;
            this.operation = operation;
            boolean join = operation instanceof Operation.Join;
            this.sources =
                    card.inputs().stream()
                            .map(input -> new Source(input, join))
                            .toArray(Source[]::new);
            this.outputs = card.outputs().toArray(Output[]::new);
            this.pathCard = card.path().map(FlowCard.Branch::card).orElse(-1);
            this.pathWhen = card.path().map(FlowCard.Branch::when).orElse(false);
        }
    }
}
