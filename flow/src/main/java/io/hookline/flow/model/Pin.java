package io.hookline.flow.model;

import io.hookline.flow.value.Transform;

import java.util.Optional;

/**
 * A link into an input.
 *
 * @param card the source card's place in the order
 * @param slot the source output's number in the flow
 * @param transform the conversion that the link carries
 */
public record Pin(int card, int slot, Optional<Transform> transform) {}
