package io.hookline.flow.card;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Answers cards of connectors that are not installed, through connections whose owners said that a
 * service of their own answers for the real one.
 */
@FunctionalInterface
public interface StandIn {
    /**
     * Runs one card.
     *
     * @param card which card it is, as {@code module.name}
     * @param inputs its inputs by key, those of a group in an object of the group's name
     * @param context gives the connection
     * @return its outputs in the same form
     * @throws CardFailure when it could not
     */
    ObjectNode answer(String card, ObjectNode inputs, CardContext context);

    /**
     * The assumed effect of such a card, by its name: only names that sound like reading count as
     * reading.
     */
    static Effect effect(String card) {
        String name = card.substring(card.indexOf('.') + 1);
        return name.matches("(?i)(read|search|get|list).*") ? Effect.READ : Effect.DESTRUCTIVE;
    }
}
