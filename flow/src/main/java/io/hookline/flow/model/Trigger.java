package io.hookline.flow.model;

/** What starts a flow ({@code docs/triggers.md}). */
public enum Trigger {
    /** A call of its address. */
    ENDPOINT,
    /** Another flow. */
    HELPER,
    /** The clock. */
    SCHEDULED,
    /** A person, through the API, under their own identity. */
    DELEGATED,
    /** An event of a connected system. */
    EVENT,
    /** Nothing but a person: the author chose no trigger. */
    MANUAL
}
