package io.hookline.server.hook.lifecycle;

import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.EventHook.Status;
import io.hookline.server.store.Transaction;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Reports what was done to hooks, in the transaction that does it. */
final class HookAudit {
    private static final int MAX_REASON = 255;

    private final EventLog log;
    private final InstantSource clock;

    HookAudit(EventLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** A hook was made, or changed its state. */
    void changed(
            Transaction transaction, Caller caller, Optional<EventHook> before, EventHook after) {
        if (before.isEmpty()) {
            report(transaction, caller, after, "event_hook.created", "Create event hook");
        } else {
            states(transaction, caller, before.get(), after);
        }
        if (before.isEmpty() && after.receives()) {
            verified(transaction, caller, after);
        }
    }

    void updated(Transaction transaction, Caller caller, EventHook before, EventHook after) {
        report(transaction, caller, after, "event_hook.updated", "Update event hook");
        states(transaction, caller, before, after);
    }

    private void states(Transaction transaction, Caller caller, EventHook before, EventHook after) {
        if (before.status() != after.status()) {
            if (after.status() == Status.ACTIVE) {
                report(transaction, caller, after, "event_hook.activated", "Activate event hook");
            } else {
                report(
                        transaction,
                        caller,
                        after,
                        "event_hook.deactivated",
                        "Deactivate event hook");
            }
        }
        if (before.verification() == EventHook.Verification.UNVERIFIED
                && after.verification() == EventHook.Verification.VERIFIED) {
            verified(transaction, caller, after);
        }
    }

    void deleted(Transaction transaction, Caller caller, EventHook hook) {
        report(transaction, caller, hook, "event_hook.deleted", "Delete event hook");
    }

    void verified(Transaction transaction, Caller caller, EventHook hook) {
        report(transaction, caller, hook, "event_hook.verified", "Verify event hook");
    }

    void notVerified(Transaction transaction, Caller caller, EventHook hook, String why) {
        append(
                transaction,
                act(caller, hook, "event_hook.verified", "Verify event hook")
                        .failed(
                                why.length() <= MAX_REASON
                                        ? why
                                        : why.substring(0, MAX_REASON - 1) + "…"));
    }

    private void report(
            Transaction transaction,
            Caller caller,
            EventHook hook,
            String eventType,
            String message) {
        append(transaction, act(caller, hook, eventType, message));
    }

    private static AuditEvent act(Caller caller, EventHook hook, String eventType, String message) {
        return AuditEvent.of(eventType, message)
                .by(caller)
                .target("EventHook", hook.id(), hook.name());
    }

    private void append(Transaction transaction, AuditEvent event) {
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }
}
