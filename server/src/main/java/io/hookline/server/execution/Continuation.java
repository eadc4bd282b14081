package io.hookline.server.execution;

import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Takeover;
import io.hookline.server.access.Sealer;
import io.hookline.server.store.Transaction;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a failed execution had done before it failed, made the beginning of a new one: the new one
 * finds those results in its journal and performs only what comes then.
 */
record Continuation(List<Known> known) {
    /** One thing that was done, and how it is stored under the new execution. */
    record Known(JournalRows.Row row, byte[] sealed) {}

    static final Continuation FROM_START = new Continuation(List.of());

    /**
     * @param failed the execution that failed
     * @param next the new one
     */
    static Continuation of(EndedExecution failed, Head next, Facilities facilities) {
        String at = failed.failure().orElseThrow().path();
        Sealer sealer = facilities.sealer();
        long now = facilities.clock().millis();
        List<Known> known = new ArrayList<>();
        Map<String, Journal.Entry> taken =
                Takeover.of(JournalRows.all(facilities.database(), sealer, failed.head()), at);
        taken.remove(ExecutionHost.LOOP);
        taken.forEach((path, entry) -> {
            JournalRows.Row row = new JournalRows.Row(next.id(), path, entry, now);
            known.add(new Known(row, row.sealed(sealer)));
        });
        return new Continuation(known);
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    void write(Transaction transaction, Head next) throws SQLException {
        for (Known one : known) {
            JournalRows.insert(transaction, next.ordinal(), one.row(), one.sealed());
        }
    }
}
