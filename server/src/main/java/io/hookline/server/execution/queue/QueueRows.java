package io.hookline.server.execution.queue;

import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.HeadColumns;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.UUID;

/** Changes of the queue's rows (V3__executions.sql, V11__waits.sql, V21__killed.sql). */
public final class QueueRows {
    private static final Sql INSERT =
            Sql.of(
                    "INSERT INTO execution_queue ("
                            + HeadColumns.NAMES
                            + ", saves_data, cancelling, payload) VALUES ("
                            + HeadColumns.PARAMETERS
                            + ", :saves_data, 0, :payload)");
    private static final Sql DELETE =
            Sql.of("DELETE FROM execution_queue WHERE ordinal = :ordinal");
    private static final Sql CANCEL =
            Sql.of(
                    """
                    UPDATE execution_queue SET cancelling = 1, due = NULL, paused = NULL
                    WHERE ordinal = :ordinal\
                    """);
    private static final Sql WAIT =
            Sql.of(
                    """
                    UPDATE execution_queue SET due = :due, paused = :paused, killed = 0
                    WHERE ordinal = :ordinal AND cancelling = 0\
                    """);
    private static final Sql RESUME =
            Sql.of(
                    """
                    UPDATE execution_queue SET due = NULL, paused = NULL
                    WHERE ordinal = :ordinal AND paused = :paused AND cancelling = 0\
                    """);
    private static final Sql KNOWN_HELPER =
            Sql.of(
                    """
                    SELECT 1 FROM execution_queue WHERE id = :id AND parent IS NOT NULL
                    UNION ALL SELECT 1 FROM execution WHERE id = :id AND parent IS NOT NULL\
                    """);

    private static final Sql OLDEST_RUNNING =
            Sql.of(
                    """
                    SELECT ordinal FROM execution_queue
                    WHERE NOT (coalesce(due, 0) > :now OR due IS NULL AND paused IS NOT NULL)
                    ORDER BY ordinal LIMIT 1\
                    """);

    private static final Sql CANCELLING =
            Sql.of("SELECT 1 FROM execution_queue WHERE ordinal = :ordinal AND cancelling = 1");
    private static final Sql CANCEL_STARTED =
            Sql.of(
                    """
                    UPDATE execution_queue SET cancelling = 1, due = NULL, paused = NULL
                    WHERE root = :root AND parent IS NOT NULL\
                    """);

    private QueueRows() {}

    /**
     * @param payload sealed
     */
    public static void insert(Transaction transaction, Head head, byte[] payload) {
        HeadColumns.set(transaction.prepare(INSERT), head)
                .flag("saves_data", head.savesData())
                .bytes("payload", payload)
                .update();
    }

    /**
     * When the oldest execution was accepted that runs, is about to, or was interrupted: one that
     * waits has written down all that it did.
     *
     * @param now in milliseconds, as the result; now itself when there is none
     */
    public static long oldestRunning(Transaction transaction, long now) {
        return transaction
                .prepare(OLDEST_RUNNING)
                .number("now", now)
                .first(row -> ExecutionIds.millis(row.number("ordinal")))
                .orElse(now);
    }

    public static void delete(Transaction transaction, long ordinal) {
        transaction.prepare(DELETE).number("ordinal", ordinal).update();
    }

    /**
     * Makes an execution ready, to end as cancelled whenever it is read next; false when it has no
     * row.
     */
    public static boolean cancel(Transaction transaction, long ordinal) {
        return transaction.prepare(CANCEL).number("ordinal", ordinal).update() == 1;
    }

    /**
     * Cancels all that a root has started and that has not ended; none of them starts anything from
     * now on.
     *
     * @return how many there are
     */
    public static int cancelStarted(Transaction transaction, UUID root) {
        return transaction.prepare(CANCEL_STARTED).uuid("root", root).update();
    }

    /** Whether somebody cancelled it. */
    public static boolean isCancelling(Transaction transaction, long ordinal) {
        return transaction.prepare(CANCELLING).number("ordinal", ordinal).exists();
    }

    /**
     * Lets an execution wait.
     *
     * @return whether it does: nobody has cancelled it
     */
    public static boolean await(Transaction transaction, long ordinal, Outcome.Wait wait) {
        return transaction
                        .prepare(WAIT)
                        .instant("due", wait.until())
                        .text("paused", wait.pause().map(Outcome.Pause::path))
                        .number("ordinal", ordinal)
                        .update()
                == 1;
    }

    /** Lets a paused execution go on; false when it does not stand at that card any more. */
    public static boolean resume(Transaction transaction, long ordinal, String pause) {
        return transaction.prepare(RESUME).number("ordinal", ordinal).text("paused", pause).update()
                == 1;
    }

    /** Whether a helper is queued or has ended. */
    public static boolean isKnownHelper(Transaction transaction, UUID id) {
        return transaction.prepare(KNOWN_HELPER).uuid("id", id).exists();
    }
}
