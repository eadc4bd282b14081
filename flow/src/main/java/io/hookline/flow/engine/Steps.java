package io.hookline.flow.engine;

/** Takes the steps of one execution in the order in which they ended. */
public interface Steps {
    /** Whether inputs and outputs are kept; when not, the interpreter does not build them. */
    boolean savesData();

    /** Told when a card has ended. */
    void ended(Step step);

    /** Told of a card that runs long: what is known of it so far. */
    default void underway(Step step) {}
}
