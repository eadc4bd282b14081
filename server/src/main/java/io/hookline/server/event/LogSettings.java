package io.hookline.server.event;

import io.hookline.server.event.audit.OwnTypes;
import io.hookline.server.event.catalog.EventCatalog;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What the operator decides about events and what follows from them.
 *
 * @param eligibility which event types hooks may ask for
 * @param ownTypes whether sources may send types that we write too
 * @param eventsKept how long events stay in the log
 * @param historyKept how long executions stay in the history, if their flow says nothing else
 * @param mostBytes how large the data may grow before events go earlier, wanted or not; empty for
 *     no limit
 */
public record LogSettings(
        EventCatalog.Eligibility eligibility,
        OwnTypes ownTypes,
        Duration eventsKept,
        Duration historyKept,
        OptionalLong mostBytes) {
    public static final LogSettings DEFAULT =
            new LogSettings(
                    EventCatalog.Eligibility.ALL,
                    OwnTypes.ACCEPT,
                    Duration.ofDays(90),
                    Duration.ofDays(30),
                    OptionalLong.empty());
}
