package io.hookline.flow.card;

/**
 * A folder that the author of a flow chose on a card.
 *
 * @param id which folder it is
 */
public record FolderId(String id) {}
