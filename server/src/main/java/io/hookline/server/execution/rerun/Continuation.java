package io.hookline.server.execution.rerun;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Takeover;
import io.hookline.server.access.Sealer;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.journal.JournalRows;
import io.hookline.server.execution.journal.SuspendedExecution;
import io.hookline.server.execution.journal.SuspendedRows;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.recording.HistoryFormat;
import io.hookline.server.execution.recording.HistoryRows;
import io.hookline.server.execution.recording.HistoryWriter;
import io.hookline.server.execution.run.ExecutionHost;
import io.hookline.server.execution.run.Facilities;
import io.hookline.server.json.Json;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a failed execution had done before it failed, made the beginning of a new one: the new one
 * finds those results in its journal and performs only what comes then. The steps that it does not
 * come to again are the first of its history.
 *
 * @param known what was done
 * @param history the first chunks of the new history
 * @param now when the new execution begins
 */
public record Continuation(List<Known> known, List<byte[]> history, Instant now) {
    /** One thing that was done, and how it is stored under the new execution. */
    record Known(JournalRows.Row row, byte[] sealed) {}

    public static final Continuation FROM_START =
            new Continuation(List.of(), List.of(), Instant.EPOCH);

    /**
     * @param failed the execution that failed
     * @param next the new one
     */
    public static Continuation of(
            History.Found.Ended failed, Head next, Facilities facilities, History histories) {
        Head head = failed.head();
        String at = failed.execution().failure().orElseThrow().path();
        Sealer sealer = facilities.sealer();
        Instant now = Instant.ofEpochMilli(facilities.clock().millis());
        List<Known> known = new ArrayList<>();
        Map<String, Journal.Entry> taken =
                Takeover.of(JournalRows.all(facilities.database(), sealer, head), at);
        taken.remove(ExecutionHost.LOOP);
        taken.forEach((path, entry) -> {
            JournalRows.Row row = new JournalRows.Row(next.id(), path, entry, now.toEpochMilli());
            known.add(new Known(row, row.sealed(sealer)));
        });
        List<ObjectNode> steps = StepsTakenOver.of(histories.steps(failed), taken, head.id());
        List<byte[]> history =
                steps.isEmpty() ? List.of() : chunks(histories.trigger(failed.execution()), steps);
        return new Continuation(known, history, now);
    }

    private static List<byte[]> chunks(ObjectNode trigger, List<ObjectNode> steps) {
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += HistoryFormat.CHUNK) {
            int to = Math.min(from + HistoryFormat.CHUNK, steps.size());
            ObjectNode begins = chunks.isEmpty() ? trigger : Json.object();
            chunks.add(HistoryWriter.again(begins, steps.subList(from, to)));
        }
        return chunks;
    }

    public boolean isEmpty() {
        return known.isEmpty();
    }

    /** Writes it in the transaction that accepts the new execution. */
    public void write(Transaction transaction, Head next) {
        for (Known one : known) {
            JournalRows.insert(transaction, next.ordinal(), one.row(), one.sealed());
        }
        for (int number = 0; number < history.size(); number++) {
            HistoryRows.insertChunk(transaction, next.ordinal(), number, history.get(number));
        }
        if (!history.isEmpty()) {
            SuspendedRows.save(
                    transaction,
                    new SuspendedExecution(
                            next, next.ordinal(), now, history.size(), Optional.empty()));
        }
    }
}
