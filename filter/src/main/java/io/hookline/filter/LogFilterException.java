package io.hookline.filter;

/** A log query that cannot be used; the message says why, and where a filter is wrong. */
public final class LogFilterException extends RuntimeException {
    /** What is wrong with it. */
    public enum Fault {
        /** The filter is malformed or names an unknown attribute. */
        EXPRESSION,
        /** The operator cannot be used on that attribute. */
        OPERATOR,
        /** The keywords are too many or too long. */
        KEYWORDS
    }

    private final Fault fault;
    private final int position;

    LogFilterException(Fault fault, int position, String message) {
        super(message, null, false, false);
        this.fault = fault;
        this.position = position;
    }

    public Fault fault() {
        return fault;
    }

    /** Offset in the query of what is wrong, counted from 0. */
    public int position() {
        return position;
    }
}
