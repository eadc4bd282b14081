package io.hookline.filter;

/**
 * A filter that has no answer for one event, for example because it calls a method on a field that
 * is null there. It counts as no match. Carries no stack trace, because it may happen for every
 * event.
 */
public sealed class FilterEvaluationException extends RuntimeException {
    FilterEvaluationException(String message) {
        super(message, null, false, false);
    }

    /** It needs more work than it may do. */
    static final class TooMuchWork extends FilterEvaluationException {
        TooMuchWork() {
            super("The filter needs more work for this event than one evaluation may take.");
        }
    }
}
