package io.hookline.filter;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.compute.Turn;

/**
 * One evaluation of a filter: the event, the element that a selection looks at, and the work left.
 */
final class Evaluation {
    /** Work for one event; a step is a visited element, or some sixty characters of a text. */
    static final int MAX_STEPS = 100_000;

    /** Work between two looks at whether others wait. */
    private static final int STEPS_BETWEEN_CHECKS = 1_000;

    private final JsonNode event;
    private final long most;
    private JsonNode element;
    private long left;
    private long nextCheck;

    /**
     * @param most how many steps it may take
     */
    Evaluation(JsonNode event, long most) {
        this.event = event;
        this.element = event;
        this.most = most;
        this.left = most;
        this.nextCheck = most - STEPS_BETWEEN_CHECKS;
    }

    /** How many steps it took. */
    long used() {
        return most - left;
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
            throw new FilterEvaluationException.TooMuchWork();
        }
        if (left < nextCheck) {
            nextCheck = left - STEPS_BETWEEN_CHECKS;
            Turn.check();
        }
    }
}
