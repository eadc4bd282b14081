package io.hookline.flow.card;

import java.net.URI;
import java.util.Optional;

/**
 * What a card reaches another system with.
 *
 * @param id its id
 * @param name what people call it
 * @param connector the connector segment of a card's address, for example {@code slack}
 * @param baseUrl the other system's address; empty for the connector's own default
 * @param auth how we prove ourselves
 * @param standIn whether a service of the owner answers cards that are not installed
 */
public record Connection(
        String id,
        String name,
        String connector,
        Optional<URI> baseUrl,
        Auth auth,
        boolean standIn) {

    /** A connection to the real system. */
    public Connection(String id, String name, String connector, Optional<URI> baseUrl, Auth auth) {
        this(id, name, connector, baseUrl, auth, false);
    }

    /** Whether it may serve a card: it serves those of its own connector only. */
    public boolean serves(CardAddress card) {
        return connector.equals(card.module());
    }

    /** How we prove ourselves to the other system. */
    public sealed interface Auth {
        /** Nothing is sent. */
        record None() implements Auth {}

        /** {@code Authorization: Bearer …}, or what the connector makes of a token. */
        record Token(Secret token) implements Auth {}

        /** {@code Authorization: Basic …}. */
        record Basic(String username, Secret password) implements Auth {}

        /** One header of its own. */
        record Header(String name, Secret value) implements Auth {}
    }
}
