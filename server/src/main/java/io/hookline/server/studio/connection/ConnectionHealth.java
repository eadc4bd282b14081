package io.hookline.server.studio.connection;

import java.time.Instant;
import java.util.Optional;

/**
 * How the use of a connection went.
 *
 * @param used when it was last used
 * @param answered when the other system last answered without a complaint about us
 * @param failed when it last was not reached, or refused us
 * @param reason why it failed then, for people
 */
public record ConnectionHealth(
        Instant used,
        Optional<Instant> answered,
        Optional<Instant> failed,
        Optional<String> reason) {

    /** Whether its last use failed. */
    public boolean isFailing() {
        return failed.filter(at -> answered.isEmpty() || !at.isBefore(answered.get())).isPresent();
    }

    /** The same, with an answer since. */
    static ConnectionHealth answered(Optional<ConnectionHealth> before, Instant at) {
        return new ConnectionHealth(
                at,
                Optional.of(at),
                before.flatMap(ConnectionHealth::failed),
                before.flatMap(ConnectionHealth::reason));
    }

    /** The same, with a failure since. */
    static ConnectionHealth failed(Optional<ConnectionHealth> before, Instant at, String reason) {
        return new ConnectionHealth(
                at,
                before.flatMap(ConnectionHealth::answered),
                Optional.of(at),
                Optional.of(reason));
    }
}
