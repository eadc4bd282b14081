package io.hookline.server.execution.queue;

import io.hookline.flow.engine.ValueMemory.Reservation;

import java.util.Optional;

/** One of the places in which executions run: its worker asks it whether to stop. */
public final class Place {
    private final Optional<Reservation> reservation;
    private volatile Stage stage;

    /**
     * @param stage {@link Stage#RUNNING} or {@link Stage#CANCELLING}
     * @param reservation memory that is set aside for the one in it
     */
    Place(Stage stage, Optional<Reservation> reservation) {
        this.reservation = reservation;
        this.stage = stage;
    }

    Stage stage() {
        return stage;
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
}
