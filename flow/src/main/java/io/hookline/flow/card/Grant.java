package io.hookline.flow.card;

import java.time.Instant;
import java.util.Optional;

/**
 * What came of a person's leave to act for them at another system, kept by whoever keeps the
 * connection. Thread-safe.
 */
public interface Grant {
    /** The tokens of now; empty when nobody gave leave, or it was taken back. */
    Optional<Tokens> tokens();

    /**
     * Keeps other tokens instead, on disk before it returns; nothing happens when the former ones
     * are not those of now any more.
     */
    void renewed(Tokens before, Tokens fresh);

    /**
     * The other system takes these tokens no more, so that a person must give leave again.
     *
     * @param reason a sentence for people, without secrets
     */
    void refused(Tokens those, String reason);

    /**
     * @param access what calls bear
     * @param until when another one is needed
     * @param refresh what another one is asked for with; empty when that is not possible
     */
    record Tokens(Secret access, Instant until, Optional<Secret> refresh) {}
}
