package io.hookline.flow.card;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/** Says which fields a card has now, as the connected system knows them. */
@FunctionalInterface
public interface FieldSource {
    /**
     * The fields of one group, in order.
     *
     * @param connection what is chosen for the card
     * @param inputs what the form has so far, by group and key as in an {@link Example}
     * @throws CardFailure when the other system does not give them
     */
    List<FieldDefinition> load(Connection connection, ObjectNode inputs);
}
