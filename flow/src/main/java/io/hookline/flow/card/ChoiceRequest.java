package io.hookline.flow.card;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * What a form asks the connected system for, to fill one of its choices.
 *
 * @param connection what is chosen for the card
 * @param inputs what the form has so far, by group and key as in an {@link Example}
 * @param search what somebody typed to narrow the choices; may be empty
 * @param after what the page before said is next; empty for the first page
 */
public record ChoiceRequest(
        Connection connection, ObjectNode inputs, String search, Optional<String> after) {}
