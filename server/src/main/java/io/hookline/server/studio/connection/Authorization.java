package io.hookline.server.studio.connection;

import io.hookline.flow.card.Grant.Tokens;

import java.time.Instant;
import java.util.Optional;

/**
 * The leave that a person gave a connection.
 *
 * @param tokens empty once the other system takes them no more
 * @param granted when leave was given
 * @param by who gave it
 * @param refused why the tokens are taken no more, for people
 */
public record Authorization(
        Optional<Tokens> tokens,
        Instant granted,
        StoredConnection.Owner by,
        Optional<String> refused) {

    Authorization with(Tokens other) {
        return new Authorization(Optional.of(other), granted, by, Optional.empty());
    }

    Authorization refused(String reason) {
        return new Authorization(Optional.empty(), granted, by, Optional.of(reason));
    }
}
