package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One evaluation of a filter: the event, the element that a selection looks at, and the work left.
 */
final class Evaluation {
    /** Work for one event; a step is a visited element, or some sixty characters of a text. */
    static final int MAX_STEPS = 100_000;

    private final JsonNode event;
    private JsonNode element;
    private long left = MAX_STEPS;

    Evaluation(JsonNode event) {
        this.event = event;
        this.element = event;
    }

    JsonNode event() {
        return event;
    }

    JsonNode element() {
        return element;
    }

    /** Lets bare names mean fields of another element; answers the one before. */
    JsonNode lookAt(JsonNode next) {
        JsonNode before = element;
        element = next;
        return before;
    }

    /** Pays for work that depends on the event's size. */
    void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new FilterEvaluationException(
                    "The filter needs more work for this event than one evaluation may take.");
        }
    }
}
