package io.hookline.server.execution;

import io.hookline.server.execution.model.Payload;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets time fly: as soon as an execution waits, its time has come, and one that pauses is called
 * again at once.
 */
final class TimeLapse {
    private static final Sql UNFINISHED =
            Sql.of("SELECT id, flow_id, due, paused FROM execution_queue ORDER BY due DESC");

    private static final Payload.Call CALL =
            World.call("{\"answer\": \"go on\", \"many\": [1, 2.50]}");

    /** Far longer than anything takes: only a defect lets an execution stand still. */
    private static final long STUCK_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final World world;
    private final TickingClock clock;
    private final Database database;
    private final Executions executions;

    private TimeLapse(World world, TickingClock clock) {
        this.world = world;
        this.clock = clock;
        this.database = world.database();
        this.executions = world.executions();
    }

    /** Until every execution has ended, or until the process has died. */
    static void untilRestOrDeath(World world, TickingClock clock) {
        new TimeLapse(world, clock).run();
    }

    /** On a thread of its own, which never comes back once the process has died. */
    private void run() {
        CompletableFuture<Void> rest =
                CompletableFuture.runAsync(this::work, Thread::startVirtualThread);
        long stuck = System.nanoTime() + STUCK_NANOS;
        while (!world.isDead()) {
            try {
                rest.get(5, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() > stuck) {
                    throw new AssertionError("Some executions neither end nor wait", e);
                }
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError("Time stood still", e);
            }
        }
    }

    private void work() {
        while (true) {
            Left left = database.read(Left::of);
            if (left.none()) {
                return;
            }
            for (Paused one : left.paused()) {
                executions.resume(
                        world.flows.byId(one.flow()).orElseThrow(), one.execution(), CALL);
            }
            left.due()
                    .ifPresent(due -> {
                        clock.reach(due);
                        executions.wake();
                    });
            Thread.yield();
        }
    }

    private record Paused(UUID execution, String flow) {}

    /**
     * What has not ended.
     *
     * @param due when the first wait is over
     */
    private record Left(boolean none, List<Paused> paused, Optional<Instant> due) {
        static Left of(Transaction transaction) {
            List<Paused> paused = new ArrayList<>();
            List<Instant> waiting = new ArrayList<>();
            boolean[] none = {true};
            transaction
                    .prepare(UNFINISHED)
                    .each(row -> {
                        none[0] = false;
                        if (row.optionalText("paused").isPresent()) {
                            paused.add(new Paused(row.uuid("id"), row.text("flow_id")));
                        } else {
                            row.optionalInstant("due").ifPresent(waiting::add);
                        }
                    });
            Optional<Instant> due = waiting.stream().reduce((earlier, later) -> later);
            return new Left(none[0], paused, due);
        }
    }
}
