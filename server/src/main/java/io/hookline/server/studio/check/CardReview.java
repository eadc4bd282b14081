package io.hookline.server.studio.check;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What this installation knows of cards and of what starts flows. */
@FunctionalInterface
public interface CardReview {
    /** What a card means here. */
    ResolvedCard resolve(CardAddress card);

    /**
     * What can make a flow fail, card by card (inputs, links and calls), and what keeps it from
     * being started.
     *
     * @param helpers the flow of that id; empty when there is none
     */
    default List<Finding> review(Flow flow, Function<String, Optional<Flow>> helpers) {
        return List.of();
    }
}
