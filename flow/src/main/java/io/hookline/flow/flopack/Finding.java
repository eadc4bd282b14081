package io.hookline.flow.flopack;

import java.util.Optional;

/**
 * Something to know about a flow before it runs.
 *
 * @param card the card's {@code uuid}; empty when it is about the flow as a whole
 * @param field group and key of the field; empty when it is about the card as a whole
 * @param value the value found; empty when there is none or it must not be shown
 * @param message what it means and what to do
 * @param cause what it has in common with others, so that they are reported together; empty when
 *     each stands for itself
 */
public record Finding(
        String card, String field, String value, String message, Optional<Cause> cause) {
    private static final int MAX_VALUE = 200;

    public Finding {
        value = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "…" : value;
    }

    public Finding(String card, String field, String value, String message) {
        this(card, field, value, message, Optional.empty());
    }

    /**
     * What several findings have in common.
     *
     * @param key the same for all of them
     * @param message what holds for all, where there are several
     */
    public record Cause(String key, String message) {}
}
