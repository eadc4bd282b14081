package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;

/** What an execution may use together with all helpers that it waits for. */
final class Budget {
    private static final int MOST_STEPS = 2_000_000;
    private static final long MOST_CHARACTERS = 100L * 1024 * 1024;

    private int steps;
    private long held;

    /** Counts a card that is about to run. */
    void step() {
        if (++steps > MOST_STEPS) {
            throw new CardFailure.Invalid(
                    "The execution ran more than "
                            + MOST_STEPS
                            + " cards; it probably loops without end.");
        }
    }

    /**
     * Counts a value that a card made. Trees are counted by their width only: their texts were
     * counted when they were read, and passing them on takes no room.
     */
    void hold(JsonNode value) {
        held += value.isTextual() ? value.textValue().length() : 16L * value.size();
        if (held > MOST_CHARACTERS) {
            throw new CardFailure.Invalid(
                    "The execution holds more than " + MOST_CHARACTERS + " characters of data.");
        }
    }

    /** How much is held now; given back with {@link #release} when a helper has ended. */
    long held() {
        return held;
    }

    /** Forgets what was held since. */
    void release(long before) {
        held = before;
    }
}
