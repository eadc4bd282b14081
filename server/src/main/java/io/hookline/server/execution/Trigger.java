package io.hookline.server.execution;

import java.util.Locale;

/** What started an execution. */
public enum Trigger {
    /** A call of the invoke URL. */
    ENDPOINT,
    /** A delivery of one of our own hooks. */
    HOOK,
    /** A preview of one of our own hooks. */
    PREVIEW,
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
