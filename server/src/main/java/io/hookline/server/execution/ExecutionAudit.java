package io.hookline.server.execution;

import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.model.Head;
import io.hookline.server.store.Transaction;

import java.time.InstantSource;
import java.util.List;

/** Reports who started and cancelled executions by hand, in the transaction that does it. */
final class ExecutionAudit {
    private final EventLog log;
    private final InstantSource clock;

    ExecutionAudit(EventLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    void ran(Transaction transaction, Caller caller, Head head) {
        append(
                transaction,
                AuditEvent.of("hookline.flow.run", "Run flow").debug("mode", head.mode().name()),
                caller,
                head);
    }

    /** The original's word for a delegated flow that somebody runs. */
    void delegated(Transaction transaction, Caller caller, Head head) {
        append(
                transaction,
                AuditEvent.of("workflows.user.delegatedflow.run", "Run delegated flow"),
                caller,
                head);
    }

    void cancelled(Transaction transaction, Caller caller, Head head) {
        append(
                transaction,
                AuditEvent.of("workflows.user.flow.execution.cancel", "Cancel flow execution"),
                caller,
                head);
    }

    void resumed(Transaction transaction, Caller caller, Head head) {
        append(
                transaction,
                AuditEvent.of("hookline.flow.execution.resume", "Resume flow execution"),
                caller,
                head);
    }

    private void append(Transaction transaction, AuditEvent act, Caller caller, Head head) {
        AuditEvent event =
                act.by(caller)
                        .target("Flow", head.flow().id(), head.flow().name())
                        .debug("executionId", head.id().toString());
        log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant())));
    }
}
