package io.hookline.server.execution.chain;

import io.hookline.server.execution.model.ExecutionIds;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.Optional;
import java.util.UUID;

/** Rows of {@code execution_chain}: one for each root that has started something. */
public final class ChainRows {
    private static final Sql FIND =
            Sql.of("SELECT executions, bytes FROM execution_chain WHERE root = :root");
    private static final Sql ADD =
            Sql.of(
                    """
                    INSERT INTO execution_chain (root, executions, bytes, reported)
                    VALUES (:root, :executions, :bytes, 0)
                    ON CONFLICT (root) DO UPDATE SET executions = executions + excluded.executions,
                    bytes = bytes + excluded.bytes\
                    """);
    private static final Sql REPORTED =
            Sql.of(
                    """
                    INSERT INTO execution_chain (root, executions, bytes, reported)
                    VALUES (:root, 0, 0, 1)
                    ON CONFLICT (root) DO UPDATE SET reported = 1 WHERE reported = 0\
                    """);

    /** With the root's history; what still goes on keeps its counts. */
    private static final Sql FORGET =
            Sql.of(
                    """
                    DELETE FROM execution_chain WHERE root = :root AND NOT EXISTS
                        (SELECT 1 FROM execution_queue WHERE parent IS NOT NULL
                            AND root = (SELECT id FROM execution WHERE ordinal = :root))\
                    """);

    /** When the last of a chain ends whose root's history was deleted before. */
    private static final Sql LAST =
            Sql.of(
                    """
                    DELETE FROM execution_chain WHERE root = :root
                    AND NOT EXISTS (SELECT 1 FROM execution WHERE ordinal = :root)
                    AND NOT EXISTS (SELECT 1 FROM execution_queue WHERE ordinal = :root)
                    AND NOT EXISTS
                        (SELECT 1 FROM execution_queue WHERE parent IS NOT NULL AND root = :id)\
                    """);

    private ChainRows() {}

    /** What a root has led to; empty for one that has started nothing. */
    public static Optional<ChainCounts> find(Transaction transaction, UUID root) {
        return transaction
                .prepare(FIND)
                .number("root", ExecutionIds.ordinal(root))
                .first(row -> new ChainCounts(row.number("executions"), row.number("bytes")));
    }

    static void add(Transaction transaction, UUID root, int executions, long bytes) {
        transaction
                .prepare(ADD)
                .number("root", ExecutionIds.ordinal(root))
                .number("executions", executions)
                .number("bytes", bytes)
                .update();
    }

    /** Notes that it was reported that the chain ended; false when it was before. */
    public static boolean report(Transaction transaction, UUID root) {
        return transaction.prepare(REPORTED).number("root", ExecutionIds.ordinal(root)).update()
                == 1;
    }

    /**
     * The history of an execution is about to be deleted.
     *
     * @param ordinal of any execution
     */
    public static void forget(Transaction transaction, long ordinal) {
        transaction.prepare(FORGET).number("root", ordinal).update();
    }

    /** One that nobody waited for has ended, and is in the queue no more. */
    public static void ended(Transaction transaction, UUID root) {
        transaction
                .prepare(LAST)
                .number("root", ExecutionIds.ordinal(root))
                .uuid("id", root)
                .update();
    }
}
