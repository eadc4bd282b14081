package io.hookline.server.studio.connection;

import io.hookline.flow.card.Secret;

import java.net.URI;
import java.util.Optional;

/**
 * How the empty connections of one connector are to be filled.
 *
 * @param connector of which connector they are
 * @param secret empty only where the kind of authentication has none
 */
public record Filling(
        String connector,
        Optional<URI> baseUrl,
        AuthMethod auth,
        Optional<Secret> secret,
        StandingIn standIn) {

    /** As a draft of a connection that has its name. */
    StoredConnection.Draft named(String name) {
        return new StoredConnection.Draft(name, connector, baseUrl, auth, secret, standIn);
    }
}
