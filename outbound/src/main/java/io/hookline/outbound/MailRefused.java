package io.hookline.outbound;

/**
 * A mail server that answered, and did not take the mail: it refused the credentials, the sender, a
 * recipient or the content.
 */
public final class MailRefused extends OutboundFailure {
    private static final int NOT_LOGGED_IN = 530;
    private static final int WRONG_LOGIN = 535;
    private static final int WEAK_LOGIN = 534;

    private final int code;

    /**
     * @param code the reply code of RFC 5321, 400 to 599
     */
    MailRefused(int code, String message, Throwable cause) {
        super(Kind.INVALID, message, cause);
        this.code = code;
    }

    /** The reply code of RFC 5321. */
    public int code() {
        return code;
    }

    /** Whether user name, password or token were refused, or are missing. */
    public boolean isOfCredentials() {
        return code == NOT_LOGGED_IN || code == WEAK_LOGIN || code == WRONG_LOGIN;
    }

    /** Whether the same mail may be taken later. */
    public boolean mayPassLater() {
        return code < 500;
    }
}
