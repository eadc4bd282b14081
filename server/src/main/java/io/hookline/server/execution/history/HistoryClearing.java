package io.hookline.server.execution.history;

import io.hookline.server.access.Caller;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.PayloadCodec;
import io.hookline.server.execution.recording.HistoryRows;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;
import io.hookline.server.studio.flow.PublishedFlow;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Takes executions out of the history, the newest first, slice by slice, as long as a request may
 * take. What has not ended stays.
 */
public final class HistoryClearing {
    private static final int SLICE = 100;
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Sql OF_ALL =
            Sql.of(
                    """
                    SELECT * FROM execution WHERE ordinal < :before
                    ORDER BY ordinal DESC LIMIT :slice\
                    """);
    private static final Sql OF_FLOW =
            Sql.of(
                    """
                    SELECT * FROM execution WHERE flow_id = :flow AND ordinal < :before
                    ORDER BY ordinal DESC LIMIT :slice\
                    """);

    private final Database database;
    private final Facilities facilities;

    public HistoryClearing(Facilities facilities) {
        this.database = facilities.database();
        this.facilities = facilities;
    }

    /**
     * What was done.
     *
     * @param before where to go on; empty when everything was looked at
     */
    public record Done(int cleared, Optional<Long> before) {}

    /**
     * Reports to the event log who cleared how many.
     *
     * @param flow only executions of that flow
     * @param person only those whose values or error hold that text
     * @param before only those before that ordinal
     */
    public Done clear(
            Caller caller, Optional<String> flow, Optional<String> person, Optional<Long> before) {
        Done done = clear(flow, person, before);
        report(caller, flow, person, done);
        return done;
    }

    /** The person is not named: this event stays when everything about them is gone. */
    private void report(Caller caller, Optional<String> flow, Optional<String> person, Done done) {
        AuditEvent act =
                AuditEvent.of("hookline.execution.history_cleared", "Clear execution history")
                        .by(caller)
                        .debug("by", person.isPresent() ? "person" : "flow")
                        .debug("count", Integer.toString(done.cleared()));
        AuditEvent event = flow.map(id -> act.target("Flow", id, nameOf(id))).orElse(act);
        event.append(database, facilities.log(), facilities.clock().instant());
    }

    /** The id when the flow is gone. */
    private String nameOf(String flowId) {
        return facilities.flows().byId(flowId).map(PublishedFlow::name).orElse(flowId);
    }

    private Done clear(Optional<String> flow, Optional<String> person, Optional<Long> before) {
        long until = System.nanoTime() + LONGEST.toNanos();
        long at = before.orElse(Long.MAX_VALUE);
        int cleared = 0;
        while (true) {
            long end = at;
            List<EndedExecution> slice =
                    database.read(transaction -> slice(transaction, flow, end));
            List<Long> over =
                    slice.stream()
                            .filter(one -> person.filter(text -> !holds(one, text)).isEmpty())
                            .map(one -> one.head().ordinal())
                            .toList();
            if (!over.isEmpty()) {
                database.write(transaction -> {
                    HistorySweep.delete(transaction, over);
                    return over;
                });
                cleared += over.size();
            }
            if (slice.size() < SLICE) {
                return new Done(cleared, Optional.empty());
            }
            at = slice.getLast().head().ordinal();
            if (System.nanoTime() > until) {
                return new Done(cleared, Optional.of(at));
            }
        }
    }

    private static List<EndedExecution> slice(
            Transaction transaction, Optional<String> flow, long before) {
        return (flow.isPresent()
                        ? transaction.prepare(OF_FLOW).text("flow", flow.get())
                        : transaction.prepare(OF_ALL))
                .number("before", before)
                .number("slice", SLICE)
                .list(row -> HistoryRows.read(row, true));
    }

    /** Whether its steps, its error or what started it hold the text. */
    private boolean holds(EndedExecution ended, String text) {
        return Mentions.in(ended, ended.record(), text)
                || chunks(ended).stream()
                        .anyMatch(chunk -> Mentions.in(ended, Optional.of(chunk), text))
                || ended.payload().filter(sealed -> started(ended, sealed, text)).isPresent();
    }

    private List<byte[]> chunks(EndedExecution ended) {
        return ended.chunks() == 0
                ? List.of()
                : database.read(
                        transaction -> HistoryRows.chunks(transaction, ended.head().ordinal()));
    }

    private boolean started(EndedExecution ended, byte[] sealed, String text) {
        byte[] opened = PayloadCodec.openBytes(facilities.sealer(), ended.head().id(), sealed);
        return Mentions.contains(new String(opened, StandardCharsets.UTF_8), text);
    }
}
