package io.hookline.server.delivery.lane;

/** What a lane does next. */
enum NextStep {
    /** Take new events from the log. */
    TAKE,
    /** Send the batch at the head. */
    HEAD,
    /** Find out whether events wait for the quota. */
    QUOTA,
    END
}
