package io.hookline.server.execution.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Mode;
import io.hookline.flow.engine.FailedCard;
import io.hookline.outbound.Lineage;
import io.hookline.server.access.Cooldown;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.audit.AuditEvent.Severity;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.NewEvent;
import io.hookline.server.execution.chain.ChainEnded;
import io.hookline.server.execution.chain.ChainRows;
import io.hookline.server.execution.guard.GuardRails;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.FailureAdvice;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;
import io.hookline.server.store.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reports to the event log what goes wrong with executions. Never a value: whoever may read the log
 * need not be allowed to read executions.
 */
public final class ExecutionReports {
    private static final Logger logger = LoggerFactory.getLogger(ExecutionReports.class);
    private static final String OURS = "hookline.execution.";

    /** Which flows failed one because of the other, in the event's debug data. */
    private static final String FLOWS = "flows";

    private final Database database;
    private final EventLog log;
    private final InstantSource clock;
    private final int mostHops;
    private final Cooldown refusals;
    private final Cooldown chains;

    public ExecutionReports(Facilities facilities) {
        this.database = facilities.database();
        this.log = facilities.log();
        this.clock = facilities.clock();
        this.mostHops = facilities.chains().limits().hops();
        this.chains = new Cooldown(clock, Duration.ofHours(1));
        this.refusals = new Cooldown(clock, Duration.ofHours(1));
    }

    /** An event that is ready to be written. */
    public record Report(NewEvent event, Lineage lineage) {}

    /** What led to the calls and reports of an execution. */
    public static Lineage lineage(Head head, Payload payload) {
        Lineage sent =
                payload instanceof Payload.Call call
                        ? Lineage.of(
                                Optional.ofNullable(call.headers().get(Lineage.HOPS)),
                                Optional.ofNullable(call.headers().get(Lineage.CAUSE)))
                        : Lineage.NONE;
        List<String> causes =
                head.parent().isPresent()
                        ? causes(head.root(), head.parent().get())
                        : sent.causes();
        return new Lineage(head.hops(), causes).then(head.id().toString());
    }

    /** Of a helper that nobody waited for. */
    private static List<String> causes(UUID root, Head.Parent parent) {
        return Stream.of(root, parent.id()).distinct().map(UUID::toString).toList();
    }

    /**
     * The report of an execution that failed. A flow that was started by the report of its own
     * failure, directly or around a few corners, and fails again is not reported again.
     */
    public Optional<Report> failed(QueuedExecution queued, EndedExecution ended) {
        Head head = ended.head();
        Lineage lineage = lineage(head, queued.payload());
        if (ended.failure().isEmpty() || head.mode() == Mode.DRY_RUN || lineage.hops() > mostHops) {
            return Optional.empty();
        }
        Set<String> flows = reported(head, queued.payload());
        if (!flows.add(head.flow().id())) {
            return Optional.empty();
        }
        EndedExecution.Failure failure = ended.failure().get();
        AuditEvent event =
                about(head, "hookline.execution.failed", "Flow execution failed", lineage)
                        .failed(failure.kind())
                        .severity(Severity.ERROR)
                        .debug(FLOWS, String.join(",", flows));
        return Optional.of(new Report(where(event, failure).ready(clock.instant()), lineage));
    }

    /** Which card failed, never what it was given; and what to do about it. */
    private static AuditEvent where(AuditEvent event, EndedExecution.Failure failure) {
        FailedCard at = failure.at();
        AuditEvent report = event.debug("advice", FailureAdvice.of(failure.kind()).advice());
        if (!at.title().isEmpty()) {
            report = report.debug("card", at.title());
        }
        if (!at.card().isEmpty()) {
            report = report.debug("cardId", at.card()).debug("cardPath", at.path());
        }
        if (at.helper().isPresent()) {
            FailedCard.Helper helper = at.helper().get();
            report =
                    report.debug("helperExecutionId", helper.execution().toString())
                            .debug("helperFlow", helper.name())
                            .debug("helperCard", helper.title());
        }
        return report;
    }

    /** Writes a report in the unit that ends the execution. */
    public void write(Transaction transaction, Report report) {
        log.appendReady(transaction, AuditEvent.SOURCE, List.of(report.event()), report.lineage());
    }

    /** The flow did not answer its caller in time; it goes on. */
    public void late(NewExecution execution, Duration patience) {
        QueuedExecution queued = execution.queued();
        send(
                about(
                                queued.head(),
                                "hookline.execution.timed_out",
                                "Flow did not answer its caller in time",
                                lineage(queued.head(), queued.payload()))
                        .failed("TIMEOUT")
                        .debug("waitedSeconds", Long.toString(patience.toSeconds())),
                lineage(queued.head(), queued.payload()));
    }

    /** What an execution and its helpers report while they run. */
    public RunReports about(Head head, Lineage lineage) {
        return new RunReports() {
            @Override
            public void refused(Connection connection) {
                ExecutionReports.this.refused(head, connection, lineage);
            }

            @Override
            public void ended(ChainEnded end) {
                ExecutionReports.this.ended(head, end, lineage);
            }

            @Override
            public void refused(Head by, Connection connection, String entry) {
                ExecutionReports.this.refused(by, connection, entry, lineage);
            }

            @Override
            public Consumer<Transaction> stopped(Head by, GuardRails.Stop stop, boolean switched) {
                return ExecutionReports.this.stopped(head, by, stop, switched, lineage);
            }
        };
    }

    /** The chain of executions that start each other came to a limit; reported once. */
    private void ended(Head head, ChainEnded end, Lineage lineage) {
        if (!chains.isDue(head.root().toString())) {
            return;
        }
        AuditEvent act =
                about(head, "hookline.execution.chain_ended", "Chain of flows was ended", lineage)
                        .failed(end.limit().name())
                        .severity(Severity.ERROR)
                        .debug("rootExecutionId", head.root().toString())
                        .debug("setting", end.limit().setting());
        if (end.counts().executions() > 0) {
            act =
                    act.debug("executions", Long.toString(end.counts().executions()))
                            .debug("bytes", Long.toString(end.counts().bytes()));
        }
        append(act, lineage, transaction -> ChainRows.report(transaction, head.root()));
    }

    /** Another system refused the credentials of a connection; reported once an hour. */
    public void refused(Head head, Connection connection, Lineage lineage) {
        if (refusals.isDue(connection.id())) {
            send(
                    about(
                                    head,
                                    "hookline.connection.refused",
                                    "Connection was refused by the other system",
                                    lineage)
                            .target("Connection", connection.id(), connection.name())
                            .failed("REFUSED")
                            .debug("connector", connection.connector()),
                    lineage);
        }
    }

    /** A card would have touched somebody whom its connection protects; reported each time. */
    private void refused(Head head, Connection connection, String entry, Lineage lineage) {
        append(
                about(
                                head,
                                "hookline.guard.protected",
                                "Card was kept from touching somebody who is protected",
                                lineage)
                        .target("Connection", connection.id(), connection.name())
                        .outcome("DENY", "PROTECTED")
                        .severity(Severity.ERROR)
                        .debug("protected", entry),
                lineage,
                transaction -> true);
    }

    /** A guard rail stopped a flow; reported when it begins. */
    private Consumer<Transaction> stopped(
            Head root, Head by, GuardRails.Stop stop, boolean switched, Lineage lineage) {
        Connection connection = stop.action().connection();
        AuditEvent act =
                switch (stop.kind()) {
                    case LIMIT ->
                            about(
                                            root,
                                            "hookline.guard.limit_reached",
                                            "Flow did as many destructive actions in an hour as it"
                                                    + " may",
                                            lineage)
                                    .debug("limit", Integer.toString(stop.most()));
                    case OWN_EFFECTS ->
                            about(
                                            root,
                                            "hookline.guard.own_effects",
                                            "Flow reacted to what it did itself and was stopped",
                                            lineage)
                                    .debug("rounds", Integer.toString(stop.most()));
                };
        AuditEvent event =
                act.target("Connection", connection.id(), connection.name())
                        .outcome("DENY", stop.kind().name())
                        .severity(Severity.ERROR)
                        .debug("cardId", stop.action().card())
                        .debug("stoppedExecutionId", by.id().toString())
                        .debug("switchedToObserve", Boolean.toString(switched));
        NewEvent ready = event.ready(clock.instant());
        return transaction ->
                log.appendReady(transaction, AuditEvent.SOURCE, List.of(ready), lineage);
    }

    private static AuditEvent about(Head head, String type, String message, Lineage lineage) {
        return AuditEvent.of(type, message)
                .target("Flow", head.flow().id(), head.flow().name())
                .debug("executionId", head.id().toString())
                .debug("trigger", head.trigger().word())
                .debug("mode", head.mode().name())
                .debug("hops", Integer.toString(lineage.hops()));
    }

    /** Nothing waits for it, and a store that is too busy is reported elsewhere. */
    private void send(AuditEvent act, Lineage lineage) {
        if (lineage.hops() > mostHops) {
            return;
        }
        append(act.severity(Severity.WARN), lineage, transaction -> true);
    }

    /**
     * @param due whether it is to be reported
     */
    private void append(AuditEvent act, Lineage lineage, Predicate<Transaction> due) {
        NewEvent event = act.ready(clock.instant());
        try {
            var unused =
                    database.submit(transaction ->
                                    due.test(transaction)
                                            ? log.appendReady(
                                                    transaction,
                                                    AuditEvent.SOURCE,
                                                    List.of(event),
                                                    lineage)
                                            : List.of())
                            .whenComplete((done, failure) -> {
                                if (failure != null) {
                                    logger.warn(
                                            "Not reported to the event log: {}",
                                            act.displayMessage(),
                                            failure);
                                }
                            });
        } catch (StoreBusy e) {
            logger.warn("Not reported to the event log: {}", act.displayMessage(), e);
        }
    }

    /** The flows of whose failures the execution was started. */
    private static Set<String> reported(Head head, Payload payload) {
        Set<String> flows = new LinkedHashSet<>();
        if (head.hops() == 0 || !(payload instanceof Payload.Call call)) {
            return flows;
        }
        try {
            for (JsonNode event : Json.parse(call.body()).path("data").path("events")) {
                if (event.path("eventType").asText().startsWith(OURS)) {
                    String earlier =
                            event.path("debugContext").path("debugData").path(FLOWS).asText();
                    flows.addAll(List.of(earlier.split(",")));
                    event.path("target").forEach(target -> flows.add(target.path("id").asText()));
                }
            }
        } catch (JsonProcessingException e) {
            // No delivery, so no report of ours.
        }
        return flows;
    }
}
