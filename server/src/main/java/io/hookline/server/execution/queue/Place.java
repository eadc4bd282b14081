package io.hookline.server.execution.queue;

import io.hookline.flow.engine.ValueMemory.Reservation;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One of the places in which executions run: its worker asks it whether to stop, and says when it
 * waits for something outside, so that others may start meanwhile.
 */
public final class Place {
    private final Optional<Reservation> reservation;
    private final Moves moves;
    private volatile Stage stage;

    /** Threads that work in it and do not wait for something outside; of the queue. */
    private int working = 1;

    /** Takes what happens in a place. */
    @FunctionalInterface
    interface Moves {
        /** So many more threads work in it, or fewer. */
        void changed(Place place, int more);
    }

    /**
     * @param stage {@link Stage#RUNNING} or {@link Stage#CANCELLING}
     * @param reservation memory that is set aside for the one in it
     */
    Place(Stage stage, Optional<Reservation> reservation, Moves moves) {
        this.reservation = reservation;
        this.stage = stage;
        this.moves = moves;
    }

    Stage stage() {
        return stage;
    }

    /** Counts threads, under the lock of the queue. */
    void count(int more) {
        working += more;
    }

    /** Whether all that runs in it waits for something outside; under the lock of the queue. */
    boolean isOutside() {
        return working <= 0;
    }

    /** Nothing is in it any more. */
    void giveBack() {
        reservation.ifPresent(Reservation::giveBack);
    }

    void cancel() {
        stage = stage.after(Stage.Event.CANCEL);
    }

    public boolean isCancelled() {
        return stage == Stage.CANCELLING;
    }

    /** Waits for something outside, on a thread that works in it. */
    public <T> T outside(Supplier<T> wait) {
        moves.changed(this, -1);
        try {
            return wait.get();
        } finally {
            moves.changed(this, 1);
        }
    }

    /** Work that another thread does in it; counted from now on. */
    public Runnable alongside(Runnable work) {
        moves.changed(this, 1);
        return () -> {
            try {
                work.run();
            } finally {
                moves.changed(this, -1);
            }
        };
    }
}
