package io.hookline.flow.engine;

import io.hookline.flow.card.Connection;

import java.util.Set;

/**
 * A card is about to suspend, delete, reset or sign out somebody, or the like.
 *
 * @param path the card's place, the same for all attempts
 * @param card which card it is
 * @param connection what it reaches the other system with
 * @param named every short text that it was given, which may name what it touches
 */
public record Destruction(String path, String card, Connection connection, Set<String> named) {
    public Destruction {
        named = Set.copyOf(named);
    }
}
