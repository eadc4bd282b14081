package io.hookline.flow.card;

/** Whether an execution acts ({@code docs/reference/rules.md#effects}). */
public enum Mode {
    /** Effects are real. */
    ON,
    /** Changes are recorded and withheld; notices are sent, marked. */
    OBSERVE,
    /** Nothing but reads leaves the process. */
    DRY_RUN
}
