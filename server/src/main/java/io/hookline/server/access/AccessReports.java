package io.hookline.server.access;

import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what no request waits for: reports of refusals, and when tokens were used. */
public final class AccessReports {
    private static final Logger log = LoggerFactory.getLogger(AccessReports.class);

    private final Database database;
    private final AccessLog events;

    public AccessReports(Database database, AccessLog events) {
        this.database = database;
        this.events = events;
    }

    /** Appends an event about something that changed nothing to the event log. */
    public void report(AccessEvent event) {
        write(tx -> {
            events.append(tx, event);
            return event;
        });
    }

    /** Writes without waiting; a request does not fail when this fails. */
    public void write(Database.Unit<?> unit) {
        try {
            var unused =
                    database.submit(unit)
                            .whenComplete((done, failure) -> {
                                if (failure != null) {
                                    log.warn("A report about access was not kept", failure);
                                }
                            });
        } catch (StoreBusy busy) {
            log.warn("A report about access was not kept: {}", busy.getMessage());
        }
    }
}
