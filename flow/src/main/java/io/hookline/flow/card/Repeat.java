package io.hookline.flow.card;

/** What a second run of the same effect does, after a crash between the call and its record. */
public enum Repeat {
    /** Nothing more than the first. */
    HARMLESS,
    /** Nothing more, because the target recognises our idempotency key. */
    KEYED,
    /** Possibly the same thing twice: an intent is written before the first run. */
    UNCERTAIN
}
