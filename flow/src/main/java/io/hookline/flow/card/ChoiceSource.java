package io.hookline.flow.card;

/** Loads what can be chosen for an input from the connected system. */
@FunctionalInterface
public interface ChoiceSource {
    /**
     * A page of choices.
     *
     * @throws CardFailure when the other system does not give them
     */
    ChoicePage load(ChoiceRequest request);
}
