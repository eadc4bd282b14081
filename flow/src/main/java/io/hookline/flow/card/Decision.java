package io.hookline.flow.card;

import java.time.Instant;

/**
 * What was decided.
 *
 * @param approved whether it may be done
 * @param by who decided; empty text when nobody did in time
 * @param at when
 * @param comment what they said; empty text when nothing
 */
public record Decision(boolean approved, String by, Instant at, String comment) {
    /** Whether a person decided, and not the end of the time. */
    public boolean byPerson() {
        return !by.isEmpty();
    }

    /** In a sentence, for the history. */
    public String sentence() {
        String word = approved ? "Approved" : "Denied";
        if (!byPerson()) {
            return word + " at " + at + " because nobody decided in time.";
        }
        return word + " by " + by + " at " + at + (comment.isEmpty() ? "." : ": " + comment);
    }
}
