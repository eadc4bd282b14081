package io.hookline.flow.engine;

/** Carries the news that an execution is put aside, or cancelled, out of the method of a card. */
final class Suspension extends RuntimeException {
    private static final long serialVersionUID = 1;

    final transient Outcome outcome;

    Suspension(Outcome outcome) {
        super("The execution is put aside.", null, false, false);
        this.outcome = outcome;
    }
}
