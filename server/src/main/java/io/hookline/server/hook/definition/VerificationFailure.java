package io.hookline.server.hook.definition;

import java.time.Instant;

/**
 * Why a receiver could not be verified the last time it was asked.
 *
 * @param reason a sentence with what to do; it names nothing of the network but what the hook's
 *     address says
 */
public record VerificationFailure(Kind kind, String reason, Instant at) {
    /** What went wrong. Stored by name. */
    public enum Kind {
        /** The request cannot be sent as the hook describes it. */
        INVALID,
        /** The host name does not resolve. */
        DNS,
        /** The address guard refuses the address. */
        GUARDED,
        /** Nobody listens, or the network refuses. */
        CONNECT,
        /** The certificate or the handshake failed. */
        TLS,
        /** No complete answer within three seconds. */
        TIMEOUT,
        /** The connection broke before the answer was complete. */
        BROKEN,
        /** Too many requests wait for this receiver. */
        BUSY,
        /** It answered with a status other than 200. */
        STATUS,
        /** It answered 200 without repeating the challenge. */
        CHALLENGE
    }
}
