package io.hookline.server.studio.audit;

import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.store.Transaction;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Appends to the event log who changed what, in the transaction of the change. */
public final class StudioAudit {
    private final EventLog events;
    private final InstantSource clock;

    public StudioAudit(EventLog events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * What was changed.
     *
     * @param type a word such as {@code Flow}
     */
    public record Target(String type, String id, String name) {}

    public void append(
            Transaction transaction,
            Caller caller,
            String eventType,
            String message,
            Target target) {
        append(transaction, caller, eventType, message, target, Map.of());
    }

    /** Appends what nobody did. */
    public void report(Transaction transaction, AuditEvent event) {
        events.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }

    /**
     * Appends one event.
     *
     * @param details further facts, by name
     */
    public void append(
            Transaction transaction,
            Caller caller,
            String eventType,
            String message,
            Target target,
            Map<String, String> details) {
        AuditEvent event =
                AuditEvent.of(eventType, message)
                        .by(caller)
                        .target(target.type(), target.id(), target.name());
        for (Map.Entry<String, String> detail : details.entrySet()) {
            event = event.debug(detail.getKey(), detail.getValue());
        }
        report(transaction, event);
    }
}
