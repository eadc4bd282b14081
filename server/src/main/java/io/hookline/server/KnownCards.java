package io.hookline.server;

import io.hookline.flow.card.CardAddress;
import io.hookline.flow.card.ResolvedCard;
import io.hookline.flow.engine.Interpreter;
import io.hookline.flow.flopack.Finding;
import io.hookline.flow.model.Flow;
import io.hookline.server.feed.EventCards;
import io.hookline.server.schedule.ScheduleReview;
import io.hookline.server.studio.check.CardReview;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the interpreter knows of cards, and what starts flows, for the studio. */
record KnownCards(Supplier<Interpreter> interpreter, InstantSource clock) implements CardReview {
    @Override
    public ResolvedCard resolve(CardAddress card) {
        return interpreter.get().resolve(card);
    }

    @Override
    public List<Finding> review(Flow flow, Function<String, Optional<Flow>> helpers) {
        List<Finding> findings = new ArrayList<>(ScheduleReview.of(flow, clock.instant()));
        findings.addAll(EventCards.review(flow));
        findings.addAll(interpreter.get().review(flow, helpers));
        return findings;
    }
}
