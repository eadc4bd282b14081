package io.hookline.server.delivery.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Lineage;
import io.hookline.server.delivery.attempt.Outcome.Refused;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Writes {@code event_hook.delivery} into the log, and what follows from the failure as an event of
 * our own: once for each batch set aside and once for each circuit opened. A failure to deliver
 * such a report is itself reported, but only so many hops far.
 */
public final class FailureReport {
    private final EventLog log;
    private final int mostHops;
    private final InstantSource clock;

    /**
     * @param mostHops how long a chain of causes may be
     */
    public FailureReport(EventLog log, int mostHops, InstantSource clock) {
        this.log = log;
        this.mostHops = mostHops;
        this.clock = clock;
    }

    /** What follows from a failure. */
    public enum Consequence {
        FAILED("hookline.event_hook.set_aside", Severity.WARN),
        HELD("hookline.event_hook.held", Severity.ERROR);

        private final String eventType;
        private final Severity severity;

        Consequence(String eventType, Severity severity) {
            this.eventType = eventType;
            this.severity = severity;
        }
    }

    /**
     * @param message what follows from the failure
     * @param lineage of the events in the batch, see {@link #lineage}
     */
    public void write(
            Transaction transaction,
            EventHook hook,
            Batch batch,
            Refused refused,
            String message,
            Consequence consequence,
            Lineage lineage) {
        if (lineage.isAtEnd(mostHops)) {
            return;
        }
        Lineage next = lineage.then(batch.eventId().toString());
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
                        .debug("hops", Integer.toString(next.hops()));
        if (refused.status().isPresent()) {
            event = event.debug("httpStatus", refused.status().get().toString());
        }
        Instant now = clock.instant();
        ObjectNode own =
                event.retyped(consequence.eventType).severity(consequence.severity).json(now);
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(now), own), next);
    }

    /** What led to the events: the longest chain of them. */
    public static Lineage lineage(List<HookEvent> events) {
        return events.stream()
                .map(event -> event.stored().lineage())
                .reduce(Lineage.NONE, Lineage::or);
    }
}
