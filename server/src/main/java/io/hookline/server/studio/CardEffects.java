package io.hookline.server.studio;

import io.hookline.flow.card.Effect;

import java.util.Optional;

/** What this installation knows of cards: empty for a card that it does not have. */
@FunctionalInterface
public interface CardEffects {
    /**
     * @param card {@code module.name}, for example {@code slack.sendMessageToChannel2}
     */
    Optional<Effect> effect(String card);
}
