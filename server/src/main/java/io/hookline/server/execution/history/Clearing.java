package io.hookline.server.execution.history;

import io.hookline.server.execution.Executions;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.queue.ExecutionTables;
import io.hookline.server.execution.queue.QueuedRows;
import io.hookline.server.store.Transaction;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes executions out of the history, the newest first, slice by slice, as long as a request may
 * take. What has not ended stays.
 */
public final class Clearing {
    private static final int SLICE = 100;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Executions executions;

    public Clearing(Executions executions) {
        this.executions = executions;
    }

    /**
     * What was done.
     *
     * @param before where to go on; empty when everything was looked at
     */
    public record Done(int cleared, Optional<Long> before) {}

    /**
     * @param flow only executions of that flow
     * @param person only those whose values or error hold that text
     * @param before only those before that ordinal
     */
    public Done clear(Optional<String> flow, Optional<String> person, Optional<Long> before) {
        long until = System.nanoTime() + LONGEST.toNanos();
        long at = before.orElse(Long.MAX_VALUE);
        int cleared = 0;
        while (true) {
            long end = at;
            List<EndedExecution> slice =
                    executions
                            .facilities()
                            .database()
                            .read(transaction -> slice(transaction, flow, end));
            List<Long> over =
                    slice.stream()
                            .filter(one -> person.filter(text -> !holds(one, text)).isEmpty())
                            .map(one -> one.head().ordinal())
                            .toList();
            if (!over.isEmpty()) {
                executions
                        .facilities()
                        .database()
                        .write(transaction -> {
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
            Transaction transaction, Optional<String> flow, long before) throws SQLException {
        PreparedStatement select =
                transaction.prepare(
                        flow.isPresent()
                                ? "SELECT * FROM execution WHERE flow_id = ? AND ordinal < ?"
                                        + " ORDER BY ordinal DESC LIMIT ?"
                                : "SELECT * FROM execution WHERE ordinal < ?"
                                        + " ORDER BY ordinal DESC LIMIT ?");
        int next = 1;
        if (flow.isPresent()) {
            select.setString(next++, flow.get());
        }
        select.setLong(next++, before);
        select.setInt(next, SLICE);
        List<EndedExecution> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(ExecutionTables.ended(row, true));
            }
        }
        return found;
    }

    /** Whether its steps, its error or what started it hold the text. */
    private boolean holds(EndedExecution ended, String text) {
        return History.mentions(ended, ended.record().orElse(null), text)
                || chunks(ended).stream().anyMatch(chunk -> History.mentions(ended, chunk, text))
                || ended.payload().filter(sealed -> started(ended, sealed, text)).isPresent();
    }

    private List<byte[]> chunks(EndedExecution ended) {
        return ended.chunks() == 0
                ? List.of()
                : executions
                        .facilities()
                        .database()
                        .read(transaction -> {
                            List<byte[]> chunks = new ArrayList<>();
                            PreparedStatement select =
                                    transaction.prepare(
                                            "SELECT record FROM execution_chunk WHERE ordinal = ?");
                            select.setLong(1, ended.head().ordinal());
                            try (ResultSet row = select.executeQuery()) {
                                while (row.next()) {
                                    chunks.add(row.getBytes(1));
                                }
                            }
                            return chunks;
                        });
    }

    private boolean started(EndedExecution ended, byte[] sealed, String text) {
        byte[] opened =
                executions
                        .facilities()
                        .sealer()
                        .openBytes(sealed, QueuedRows.context(ended.head().id()));
        return new String(opened, StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT)
                .contains(text.toLowerCase(Locale.ROOT));
    }
}
