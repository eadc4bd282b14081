package io.hookline.outbound;

/**
 * A request that got no answer; the message names host, cause and what to do, never a header or a
 * body.
 */
public sealed class OutboundFailure extends RuntimeException permits MailRefused {
    private final Kind kind;

    public OutboundFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public OutboundFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Where it failed. */
    public enum Kind {
        /** The request itself cannot be sent: bad URI, bad header. */
        INVALID,
        /** The host name does not resolve. */
        DNS,
        /** The address guard refused the address. */
        GUARDED,
        /** Nobody listens, or the network refuses. */
        CONNECT,
        /** The certificate or the handshake failed. */
        TLS,
        /** No complete answer in time. */
        TIMEOUT,
        /** The connection broke after the request was sent. */
        BROKEN,
        /** Too many requests wait for this receiver. */
        BUSY
    }
}
