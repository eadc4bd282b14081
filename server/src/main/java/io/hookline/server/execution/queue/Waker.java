package io.hookline.server.execution.queue;

import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.task.PeriodicTask;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Queues waiting executions when their time has come: one timer, set to the next row that is due.
 * Memory holds that time and nothing of those that wait.
 */
public final class Waker implements AutoCloseable {
    /** Rows that one transaction touches. */
    private static final int SLICE = 500;

    /** How long at most until the clock is read again: it may have been set. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Sql DUE =
            Sql.of(
                    """
                    SELECT ordinal, flow_id FROM execution_queue WHERE due <= :now
                    ORDER BY due LIMIT :limit\
                    """);
    private static final Sql NEXT =
            Sql.of("SELECT min(due) AS next FROM execution_queue WHERE due > :now");
    private static final Sql WAKE =
            Sql.of(
                    """
                    UPDATE execution_queue SET due = NULL, paused = NULL
                    WHERE ordinal = :ordinal AND due <= :now\
                    """);

    private final Database database;
    private final ExecutionQueue queue;
    private final InstantSource clock;
    private final AtomicLong next = new AtomicLong(0);
    private final PeriodicTask task = new PeriodicTask("execution-waker", LOOK, this::round);

    public Waker(Database database, ExecutionQueue queue, InstantSource clock) {
        this.database = database;
        this.queue = queue;
        this.clock = clock;
    }

    private record Due(long ordinal, String flow) {}

    public void start() {
        task.start();
    }

    /** An execution waits until then, and is not running any more. */
    public void expect(long millis) {
        if (next.accumulateAndGet(millis, Math::min) == millis) {
            task.wake();
        }
    }

    private Duration round() {
        long due = next.get();
        long left = due == Long.MAX_VALUE ? due : due - clock.millis();
        if (left > 0) {
            return left < LOOK.toMillis() ? Duration.ofMillis(left) : LOOK;
        }
        try {
            wake();
        } catch (RuntimeException e) {
            // The next round looks again, whatever was found of what is due.
            next.set(0);
            throw e;
        }
        return Duration.ZERO;
    }

    /** Queues everything that is due; how many there were. */
    public synchronized int wake() {
        int woken = 0;
        while (true) {
            long now = clock.millis();
            next.set(Long.MAX_VALUE);
            List<Due> due = due(now);
            if (due.isEmpty()) {
                expect(nextAfter(now));
                return woken;
            }
            Set<String> flows = new HashSet<>();
            due.forEach(one -> flows.add(one.flow()));
            database.write(transaction -> {
                for (Due one : due) {
                    transaction
                            .prepare(WAKE)
                            .number("ordinal", one.ordinal())
                            .number("now", now)
                            .update();
                }
                return due.size();
            });
            queue.refresh(flows);
            woken += due.size();
        }
    }

    /** One that is still running is left: whoever suspends it expects it again afterwards. */
    private List<Due> due(long now) {
        List<Due> found =
                new ArrayList<>(
                        database.read(transaction ->
                                transaction
                                        .prepare(DUE)
                                        .number("now", now)
                                        .number("limit", SLICE)
                                        .list(row ->
                                                new Due(
                                                        row.number("ordinal"),
                                                        row.text("flow_id")))));
        found.removeIf(one -> queue.isRunning(one.flow(), one.ordinal()));
        return found;
    }

    private long nextAfter(long now) {
        return database.read(transaction ->
                        transaction
                                .prepare(NEXT)
                                .number("now", now)
                                .one(row -> row.optionalNumber("next")))
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public void close() {
        task.close();
    }
}
