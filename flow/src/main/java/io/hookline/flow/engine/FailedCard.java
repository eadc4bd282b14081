package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.util.Optional;
import java.util.UUID;

/**
 * The card at which an execution failed, and what it was given.
 *
 * @param path its place; empty when the execution failed before any card
 * @param title what the author calls it
 * @param card which card it is, for example {@code string.compose}
 * @param method its id in the flow
 * @param inputs by key, groups as nested objects; a missing node when they are not known
 * @param helper where it began, when the card failed because a helper did
 */
public record FailedCard(
        String path,
        String title,
        String card,
        String method,
        JsonNode inputs,
        Optional<Helper> helper) {
    /** For an execution that failed outside of any card. */
    public static final FailedCard NONE = new FailedCard("", "");

    public FailedCard(String path, String title) {
        this(path, title, "", "", MissingNode.getInstance(), Optional.empty());
    }

    /**
     * The card of a helper at which a failure began.
     *
     * @param execution the helper's execution
     * @param flow id of its flow; empty when the flow lies in a card
     * @param name name of its flow
     * @param path the card's place there
     * @param title what the author calls it
     * @param card which card it is
     * @param method its id in that flow
     */
    public record Helper(
            UUID execution,
            String flow,
            String name,
            String path,
            String title,
            String card,
            String method) {}
}
