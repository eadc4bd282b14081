package io.hookline.flow.engine;

/** Leaves the method of a card when the execution is suspended or cancelled. */
final class Suspension extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient Outcome outcome;

    Suspension(Outcome outcome) {
        super("The execution is suspended.", null, false, false);
        this.outcome = outcome;
    }
}
