package io.hookline.compute;

/** Why work stopped in its midst. Nothing of what it was doing is done. */
public abstract sealed class ComputingEnded extends RuntimeException {
    private ComputingEnded(String message) {
        super(message, null, false, false);
    }

    /** It has computed for as long as it may. */
    public static final class TimeUsedUp extends ComputingEnded {
        TimeUsedUp(String message) {
            super(message);
        }
    }

    /** Somebody wants it to stop, or its thread was interrupted. */
    public static final class Stopped extends ComputingEnded {
        Stopped() {
            super("The computation was stopped from outside.");
        }
    }
}
