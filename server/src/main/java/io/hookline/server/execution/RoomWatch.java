package io.hookline.server.execution;

import io.hookline.server.store.DiskReserve;
import io.hookline.server.store.DiskSpace;
import io.hookline.server.task.PeriodicTask;
import io.hookline.server.task.Service;

import java.time.Duration;

/** Lets executions wait while the disk is full, and keeps a reserve for the next start. */
public final class RoomWatch implements Service {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Rounds until the reserve is looked after: a start has better things to do. */
    private static final int ROUNDS = 60;

    private final Executions executions;
    private final DiskSpace space;
    private final DiskReserve reserve;
    private final PeriodicTask task = PeriodicTask.every(PAUSE, "room-watch", this::look);
    private int rounds;

    public RoomWatch(Executions executions, DiskSpace space, DiskReserve reserve) {
        this.executions = executions;
        this.space = space;
        this.reserve = reserve;
        executions.hold(space.isFull());
    }

    @Override
    public void start() {
        task.start();
    }

    private void look() {
        executions.hold(space.isFull());
        rounds++;
        if (rounds % ROUNDS == 0) {
            reserve.keep();
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
