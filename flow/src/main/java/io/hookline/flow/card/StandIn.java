package io.hookline.flow.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * Answers cards of connectors through connections whose owners said that a service of their own
 * answers for the real one, whether the connector is installed or not.
 */
@FunctionalInterface
public interface StandIn {
    /** The output of a card that passes its records to a helper flow one by one. */
    String STREAMED = "Records Streamed";

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
     * Runs one card whose records go to a helper flow one by one.
     *
     * @return the records, in their order
     * @throws CardFailure when it could not, or what came is no list of records
     */
    default List<JsonNode> records(String card, ObjectNode inputs, CardContext context) {
        throw new CardFailure.Invalid(
                "What stands in for " + card + " cannot give records to a helper flow one by one.");
    }

    /**
     * The assumed effect of such a card, by its name: only names that sound like reading count as
     * reading.
     */
    static Effect effect(String card) {
        String name = card.substring(card.indexOf('.') + 1);
        return name.matches("(?i)(read|search|get|list).*") ? Effect.READ : Effect.DESTRUCTIVE;
    }
}
