package io.hookline.flow.card;

/**
 * What running a card can do to the world, least severe first ({@code
 * docs/reference/rules.md#effects}).
 */
public enum Effect {
    /** Pure: computed again on resume, never journaled. */
    NONE,
    /** Reads the world, a table, the clock or chance: its result is journaled. */
    READ,
    /** Notifies somebody. */
    NOTIFY,
    /** Changes something that can be changed back. */
    CHANGE,
    /** Suspends, deletes, resets, ends sessions or changes policy. */
    DESTRUCTIVE;

    /** Whether the effect reaches beyond reading, so that a second run of it matters. */
    public boolean acts() {
        return compareTo(READ) > 0;
    }

    /** Whether the effect is withheld in observe mode, in a dry run and while halted. */
    public boolean changes() {
        return compareTo(NOTIFY) > 0;
    }
}
