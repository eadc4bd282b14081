package io.hookline.server.delivery;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.server.delivery.Outcome.Refused;
import io.hookline.server.event.AuditEvent;
import io.hookline.server.event.EventLog;
import io.hookline.server.hook.EventHook;
import io.hookline.server.store.Transaction;

import java.time.InstantSource;
import java.util.List;

/**
 * Writes {@code event_hook.delivery} into the log: once for each batch set aside and once for each
 * circuit opened. A failure to deliver such a report is itself reported, but only so many hops far.
 */
final class FailureReport {
    private static final int MAX_HOPS = 10;
    private static final String HOPS = "hops";

    private final EventLog log;
    private final InstantSource clock;

    FailureReport(EventLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param message what follows from the failure
     * @param hops of the events in the batch, see {@link #hops}
     */
    void write(
            Transaction transaction,
            EventHook hook,
            Batch batch,
            Refused refused,
            String message,
            int hops) {
        if (hops >= MAX_HOPS) {
            return;
        }
        String host = hook.channel().address().getHost();
        AuditEvent event =
                AuditEvent.of("event_hook.delivery", message)
                        .target("EventHook", hook.id(), hook.name())
                        .failed(refused.reason())
                        .debug("eventId", batch.eventId().toString())
                        .debug("url", host == null ? "unknown" : host)
                        .debug("attempts", Integer.toString(batch.attempts()))
                        .debug("durationMs", Long.toString(refused.took().toMillis()))
                        .debug("eventCount", Integer.toString(batch.size()))
                        .debug(HOPS, Integer.toString(hops + 1));
        if (refused.status().isPresent()) {
            event = event.debug("httpStatus", refused.status().get().toString());
        }
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }

    /** How many failures led to the events, one reporting the other. */
    static int hops(List<HookEvent> events) {
        int most = 0;
        for (HookEvent event : events) {
            if (event.stored().source().equals(AuditEvent.SOURCE)) {
                JsonNode debug = event.stored().json().path("debugContext").path("debugData");
                most = Math.max(most, debug.path(HOPS).asInt(0));
            }
        }
        return most;
    }
}
