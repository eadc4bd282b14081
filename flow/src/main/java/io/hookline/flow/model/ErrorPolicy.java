package io.hookline.flow.model;

/**
 * What follows when a card fails (flopack-format.md, section 8).
 *
 * @param then what is done in the end
 * @param retries how often the card is tried again before
 */
public record ErrorPolicy(Then then, int retries) {
    /** The flow ends, failed: what nearly all cards say. */
    public static final ErrorPolicy FINISH = new ErrorPolicy(new Finish(), 0);

    /** What is done with a failure in the end. */
    public sealed interface Then {}

    /** The flow ends, failed. */
    public record Finish() implements Then {}

    /** The nested flow runs and the flow goes on (If Error). */
    public record Handle(Flow flow) implements Then {}

    /** Another flow is run, then the flow ends, failed. */
    public record Run(String flow) implements Then {}

    /** The flow ends quietly and returns the card's error fields. */
    public record Return() implements Then {}
}
