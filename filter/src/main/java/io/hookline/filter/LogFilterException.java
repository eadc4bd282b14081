package io.hookline.filter;

/** A log query that cannot be used, with the code that Okta's API answers for it. */
public final class LogFilterException extends RuntimeException {
    /** The filter is malformed or names an unknown attribute. */
    static final String INVALID_FILTER = "E0000053";

    /** The operator cannot be used on that attribute. */
    static final String INVALID_OPERATOR = "E0000031";

    /** A parameter is not valid. */
    static final String INVALID_PARAMETER = "E0000001";

    private final String errorCode;
    private final int position;

    LogFilterException(String errorCode, int position, String summary) {
        super(summary, null, false, false);
        this.errorCode = errorCode;
        this.position = position;
    }

    /** For example {@code E0000053}. */
    public String errorCode() {
        return errorCode;
    }

    /** The sentence for the error object; the same as the message. */
    public String errorSummary() {
        return getMessage();
    }

    /** Offset in the query of what is wrong, counted from 0. */
    public int position() {
        return position;
    }
}
