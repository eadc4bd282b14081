package io.hookline.server.execution.history;

import io.hookline.server.execution.approval.ApprovalRows;
import io.hookline.server.execution.chain.ChainRows;
import io.hookline.server.execution.journal.JournalRows;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.List;

/**
 * Takes executions out of the history when their time is over, slice by slice. Flows may have a
 * time of their own.
 */
public final class HistorySweep {
    private static final int SLICE = 200;
    private static final long DAY = 86_400_000;

    private static final Sql OLD =
            Sql.of(
                    """
                    SELECT e.ordinal AS ordinal, coalesce(k.days * 86400000, :usual) AS kept
                    FROM execution e LEFT JOIN execution_keeping k ON k.flow_id = e.flow_id
                    WHERE e.ordinal > :after AND e.ordinal < :before
                    ORDER BY e.ordinal LIMIT :slice\
                    """);
    private static final Sql SHORTEST = Sql.of("SELECT min(days) AS days FROM execution_keeping");
    private static final Sql OLDEST =
            Sql.of("SELECT ordinal FROM execution ORDER BY ordinal LIMIT :slice");
    private static final Sql DELETE_CHUNKS =
            Sql.of("DELETE FROM execution_chunk WHERE ordinal = :ordinal");
    private static final Sql DELETE = Sql.of("DELETE FROM execution WHERE ordinal = :ordinal");

    private HistorySweep() {}

    /**
     * Deletes a slice of what is over.
     *
     * @param now epoch milliseconds
     * @param usual for how many milliseconds executions are kept
     * @param after an ordinal; 0 at first, then that of the last answer
     * @return how far it came, or -1 when there is nothing more to delete
     */
    public static long slice(Transaction transaction, long now, long usual, long after) {
        long before = ExecutionIds.ordinalAt(now - Math.min(usual, shortest(transaction)));
        List<Old> slice =
                transaction
                        .prepare(OLD)
                        .number("usual", usual)
                        .number("after", after)
                        .number("before", before)
                        .number("slice", SLICE)
                        .list(row -> new Old(row.number("ordinal"), row.number("kept")));
        List<Long> over =
                slice.stream()
                        .filter(one -> one.ordinal < ExecutionIds.ordinalAt(now - one.kept))
                        .map(Old::ordinal)
                        .toList();
        delete(transaction, over);
        return slice.isEmpty() ? -1 : slice.getLast().ordinal;
    }

    /**
     * An execution that may be over.
     *
     * @param kept for how many milliseconds
     */
    private record Old(long ordinal, long kept) {}

    private static long shortest(Transaction transaction) {
        return transaction
                .prepare(SHORTEST)
                .one(row -> row.optionalNumber("days"))
                .map(days -> days * DAY)
                .orElse(Long.MAX_VALUE);
    }

    /** Deletes the oldest executions, whatever their time; answers how many. */
    public static int oldest(Transaction transaction) {
        List<Long> over =
                transaction
                        .prepare(OLDEST)
                        .number("slice", SLICE)
                        .list(row -> row.number("ordinal"));
        delete(transaction, over);
        return over.size();
    }

    static void delete(Transaction transaction, List<Long> ordinals) {
        for (long ordinal : ordinals) {
            JournalRows.deleteAll(transaction, ordinal);
            ChainRows.forget(transaction, ordinal);
            ApprovalRows.forget(transaction, ordinal);
            transaction.prepare(DELETE_CHUNKS).number("ordinal", ordinal).update();
            transaction.prepare(DELETE).number("ordinal", ordinal).update();
        }
    }
}
