package io.hookline.flow.engine;

import io.hookline.flow.card.Connection;

import java.util.Optional;

/** Finds the connections that cards use. */
@FunctionalInterface
public interface ConnectionSource {
    /** The connection of that id; empty when it is missing or still an empty stub. */
    Optional<Connection> connection(String id);

    /**
     * The connection whose owner lets it stand in for all cards of a connector that are not
     * installed and have no connection of their own that is set up.
     */
    default Optional<Connection> standIn(String connector) {
        return Optional.empty();
    }
}
