package io.hookline.flow.card;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a card does that is written down with a {@link CardBuilder} instead of as a method. */
@FunctionalInterface
public interface DeclaredRun {
    /**
     * Runs the card.
     *
     * @return its outputs by key, those of a group in an object of the group's name
     * @throws CardFailure when it could not
     */
    ObjectNode run(GivenInputs inputs, CardContext context);
}
