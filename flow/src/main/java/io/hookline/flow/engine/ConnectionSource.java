package io.hookline.flow.engine;

import io.hookline.flow.card.Connection;

import java.util.Optional;

/** Finds the connections that cards use. */
@FunctionalInterface
public interface ConnectionSource {
    /** The connection of that id; empty when it is missing or still an empty stub. */
    Optional<Connection> connection(String id);
}
