package io.hookline.flow.engine;

/** Takes the steps of one execution in the order in which they ended. */
public interface Steps {
    /** Whether inputs and outputs are kept; when not, the interpreter does not build them. */
    boolean savesData();

    /** Called when a card has ended. */
    void ended(Step step);

    /** Called for a card that runs long, with its progress so far. */
    default void underway(Step step) {}
}
