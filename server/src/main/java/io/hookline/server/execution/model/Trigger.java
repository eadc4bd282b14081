package io.hookline.server.execution.model;

import java.util.Locale;

/** What started an execution. */
public enum Trigger {
    /** A call of the invoke URL. */
    ENDPOINT,
    /** A delivery of one of our own hooks. */
    HOOK,
    /** A preview of one of our own hooks. */
    PREVIEW,
    /** The clock. */
    SCHEDULE,
    /** The clock, late: the time passed while the server was down. */
    SCHEDULE_MISSED,
    /** An event of the log, for a flow that begins with an event card. */
    EVENT,
    /** Somebody ran the flow by hand. */
    RUN,
    /** Somebody ran an earlier execution again. */
    RERUN,
    /** Another flow called it. */
    HELPER;

    /** As the API writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
