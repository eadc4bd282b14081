package io.hookline.flow.card;

import java.util.Optional;
import java.util.Set;

/**
 * Finds what a card would refuse when it runs: an algorithm that it does not know, a pattern or a
 * formula that cannot be read. It uses the same code as the card, so that both say the same. A
 * check has a constructor without parameters and keeps no state.
 */
@FunctionalInterface
public interface LiteralCheck {
    /**
     * What is wrong with a text that was typed in, as a sentence; empty when nothing is.
     *
     * @param text what was typed in, not empty
     * @param keys the keys of the inputs that the author added to the card
     */
    Optional<String> problem(String text, Set<String> keys);

    /** The message of the failure that reading a text ends with; empty when it is read. */
    static Optional<String> failure(Runnable reading) {
        try {
            reading.run();
            return Optional.empty();
        } catch (CardFailure refused) {
            return Optional.of(refused.getMessage());
        }
    }
}
