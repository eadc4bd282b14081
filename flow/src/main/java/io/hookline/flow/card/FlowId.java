package io.hookline.flow.card;

/**
 * A flow that the author of a flow chose on a card, for cards that take one without calling it.
 *
 * @param id which flow it is
 */
public record FlowId(String id) {}
