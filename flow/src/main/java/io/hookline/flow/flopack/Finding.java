package io.hookline.flow.flopack;

/**
 * Something to know about a flow before it runs.
 *
 * @param card the card's {@code uuid}; empty when it is about the flow as a whole
 * @param field group and key of the field; empty when it is about the card as a whole
 * @param value the value found; empty when there is none or it must not be shown
 * @param message what it means and what to do
 */
public record Finding(String card, String field, String value, String message) {
    private static final int MAX_VALUE = 200;

    public Finding {
        value = value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "…" : value;
    }
}
