package io.hookline.server.access.signon;

/** Somebody was not signed in; the message is for whoever tried. */
public final class SignOnFailed extends Exception {
    private final String reason;

    /**
     * @param reason a fixed word, for the log
     */
    SignOnFailed(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
