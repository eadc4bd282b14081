package io.hookline.flow.card;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Inputs and what a card makes of them, by key, groups as nested objects.
 *
 * @param in the inputs
 * @param out the outputs
 */
public record CardExample(ObjectNode in, ObjectNode out) {}
