package io.hookline.server.execution.queue;

/** One of the places in which executions run: its worker asks it whether to stop. */
public final class Place {
    private volatile Stage stage;

    /**
     * @param stage {@link Stage#RUNNING} or {@link Stage#CANCELLING}
     */
    Place(Stage stage) {
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }

    void cancel() {
        stage = stage.after(Stage.Event.CANCEL);
    }

    public boolean isCancelled() {
        return stage == Stage.CANCELLING;
    }
}
