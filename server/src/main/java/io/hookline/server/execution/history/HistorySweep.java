package io.hookline.server.execution.history;

import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.store.Transaction;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes executions out of the history when their time is over, slice by slice. Flows may have a
 * time of their own.
 */
public final class HistorySweep {
    private static final int SLICE = 200;
    private static final long DAY = 86_400_000;

    private HistorySweep() {}

    /**
     * Deletes a slice of what is over.
     *
     * @param now epoch milliseconds
     * @param usual for how many milliseconds executions are kept
     * @param after an ordinal; 0 at first, then that of the last answer
     * @return how far it came, or -1 when there is nothing more to delete
     */
    public static long slice(Transaction transaction, long now, long usual, long after)
            throws SQLException {
        PreparedStatement old =
                transaction.prepare(
                        """
                        SELECT e.ordinal, coalesce(k.days * 86400000, ?) AS kept
                        FROM execution e LEFT JOIN execution_keeping k ON k.flow_id = e.flow_id
                        WHERE e.ordinal > ? AND e.ordinal < ? ORDER BY e.ordinal LIMIT ?\
                        """);
        old.setLong(1, usual);
        old.setLong(2, after);
        old.setLong(3, ExecutionIds.ordinalAt(now - Math.min(usual, shortest(transaction))));
        old.setInt(4, SLICE);
        long last = -1;
        List<Long> over = new ArrayList<>();
        try (ResultSet row = old.executeQuery()) {
            while (row.next()) {
                last = row.getLong(1);
                if (last < ExecutionIds.ordinalAt(now - row.getLong(2))) {
                    over.add(last);
                }
            }
        }
        delete(transaction, over);
        return last;
    }

    private static long shortest(Transaction transaction) throws SQLException {
        try (ResultSet row =
                transaction.prepare("SELECT min(days) FROM execution_keeping").executeQuery()) {
            row.next();
            long days = row.getLong(1);
            return row.wasNull() ? Long.MAX_VALUE : days * DAY;
        }
    }

    /** Deletes the oldest executions, whatever their time; answers how many. */
    public static int oldest(Transaction transaction) throws SQLException {
        PreparedStatement oldest =
                transaction.prepare("SELECT ordinal FROM execution ORDER BY ordinal LIMIT ?");
        oldest.setInt(1, SLICE);
        List<Long> over = new ArrayList<>();
        try (ResultSet row = oldest.executeQuery()) {
            while (row.next()) {
                over.add(row.getLong(1));
            }
        }
        delete(transaction, over);
        return over.size();
    }

    static void delete(Transaction transaction, List<Long> ordinals) throws SQLException {
        PreparedStatement chunks =
                transaction.prepare("DELETE FROM execution_chunk WHERE ordinal = ?");
        PreparedStatement execution =
                transaction.prepare("DELETE FROM execution WHERE ordinal = ?");
        PreparedStatement journal =
                transaction.prepare("DELETE FROM execution_journal WHERE root = ?");
        for (long ordinal : ordinals) {
            journal.setLong(1, ordinal);
            journal.executeUpdate();
            chunks.setLong(1, ordinal);
            chunks.executeUpdate();
            execution.setLong(1, ordinal);
            execution.executeUpdate();
        }
    }
}
