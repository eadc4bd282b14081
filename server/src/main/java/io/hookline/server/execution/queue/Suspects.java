package io.hookline.server.execution.queue;

import io.hookline.server.execution.model.QueuedExecution;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Executions that may be the reason why the process was killed. What computed at a kill and had not
 * got further since that process began it is counted. At the second kill in a row it is a suspect:
 * the next process runs it first and by itself, before anybody is answered. If that process is
 * killed too, the suspect is the reason and is not run again; if not, it has mostly got further,
 * and is none any more. What merely computed beside the reason, or when a person killed a process
 * that had just begun, is told apart that way.
 */
public final class Suspects {
    private static final Logger log = LoggerFactory.getLogger(Suspects.class);
    private static final int SUSPECT = 2;
    private static final int REASON = 3;

    /** How long one runs by itself; then it goes on beside the others. */
    private static final Duration EACH = Duration.ofSeconds(1);

    /** How long all together hold up a start. */
    private static final Duration ALL = Duration.ofSeconds(3);

    private static final Sql KILLED =
            Sql.of(
                    """
                    UPDATE execution_queue
                    SET killed = CASE WHEN :progressed THEN 1 ELSE abs(killed) + 1 END
                    WHERE ordinal = :ordinal\
                    """);

    /** Counts below zero are those of the kills before this one. */
    private static final Sql EARLIER =
            Sql.of("UPDATE execution_queue SET killed = -killed WHERE killed <> 0 AND killed = 1");

    private static final Sql NOT_IN_A_ROW =
            Sql.of("UPDATE execution_queue SET killed = 0 WHERE killed <> 0 AND killed < 0");
    private static final Sql SUSPECTS =
            Sql.of(
                    """
                    SELECT ordinal FROM execution_queue
                    WHERE killed <> 0 AND killed = :suspect AND due IS NULL
                    ORDER BY ordinal\
                    """);
    private static final Sql ACQUIT =
            Sql.of("UPDATE execution_queue SET killed = 0 WHERE ordinal = :ordinal");

    private final Database database;
    private final QueueReader reader;
    private final ExecutionQueue queue;
    private final RunningMarks marks;

    public Suspects(
            Database database, QueueReader reader, ExecutionQueue queue, RunningMarks marks) {
        this.database = database;
        this.reader = reader;
        this.queue = queue;
        this.marks = marks;
    }

    /** Whether the process was killed so often while it computed that it does not run again. */
    public static boolean isReason(QueuedExecution queued) {
        return queued.killed() >= REASON;
    }

    /** Counts the last kill, and runs the suspects; to be called before anything else runs. */
    public void runFirst() {
        List<RunningMarks.Left> left = marks.left();
        if (!left.isEmpty()) {
            log.warn("The process was killed while {} executions computed", left.size());
            database.write(transaction -> count(transaction, left));
            marks.clear();
        }
        if (!queue.isHalted()) {
            runFirst(database.read(Suspects::all));
        }
    }

    private void runFirst(List<Long> suspects) {
        long began = System.nanoTime();
        int next = 0;
        while (next < suspects.size() && System.nanoTime() - began < ALL.toNanos()) {
            run(suspects.get(next));
            next++;
        }
        acquit(suspects.subList(next, suspects.size()));
    }

    /** Those for whom there was no time are counted anew. */
    private void acquit(List<Long> suspects) {
        if (!suspects.isEmpty()) {
            database.write(transaction -> {
                suspects.forEach(
                        ordinal -> transaction.prepare(ACQUIT).number("ordinal", ordinal).update());
                return suspects.size();
            });
        }
    }

    private static int count(Transaction transaction, List<RunningMarks.Left> left) {
        transaction.prepare(EARLIER).update();
        for (RunningMarks.Left execution : left) {
            transaction
                    .prepare(KILLED)
                    .number("ordinal", execution.ordinal())
                    .flag("progressed", execution.progressed())
                    .update();
        }
        return transaction.prepare(NOT_IN_A_ROW).update();
    }

    private static List<Long> all(Transaction transaction) {
        return transaction
                .prepare(SUSPECTS)
                .number("suspect", SUSPECT)
                .list(row -> row.number("ordinal"));
    }

    private void run(long ordinal) {
        Optional<QueuedExecution> found = reader.find(ordinal);
        if (found.isEmpty()) {
            return;
        }
        log.warn(
                "The process was killed {} times in a row while execution {} of flow {} computed;"
                        + " it runs first, by itself",
                SUSPECT,
                found.get().head().id(),
                found.get().head().flow().name());
        try {
            marks.awaitFurther(ordinal, EACH, () -> queue.offer(found.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
