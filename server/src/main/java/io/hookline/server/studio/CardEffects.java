package io.hookline.server.studio;

import io.hookline.flow.card.CardCatalog;
import io.hookline.flow.card.CardDefinition;
import io.hookline.flow.card.Effect;

import java.util.Optional;
import java.util.Set;

/** What this installation knows of cards: empty for a card that it does not have. */
@FunctionalInterface
public interface CardEffects {
    /** Cards that the interpreter runs itself, triggers included; they do nothing to the world. */
    Set<String> STEERING =
            Set.of(
                    "control.branch",
                    "control.callable",
                    "control.continueIf",
                    "control.if",
                    "control.join",
                    "control.noop",
                    "control.return",
                    "control.returnRaw",
                    "control.run",
                    "control.spawn",
                    "control.throw",
                    "control.throwIf",
                    "control.times",
                    "control.tryCatch",
                    "http.accept",
                    "http.delegated",
                    "httpfunctions.close",
                    "list.asyncEach",
                    "list.each",
                    "list.filter",
                    "list.map",
                    "list.reduce",
                    "object.expand",
                    "object.map");

    /**
     * @param card {@code module.name}, for example {@code slack.sendMessageToChannel2}
     */
    Optional<Effect> effect(String card);

    /** The cards of a catalog and those that steer. */
    static CardEffects of(CardCatalog catalog) {
        return card ->
                STEERING.contains(card)
                        ? Optional.of(Effect.NONE)
                        : catalog.find(card).map(CardDefinition::effect);
    }
}
