package io.hookline.server.execution.model;

/** Where an execution stands. */
public enum Status {
    QUEUED,
    RUNNING,
    WAITING,
    SUCCESS,
    FAILURE,
    CANCELLING,
    CANCELLED;

    /** Whether nothing will change any more. */
    public boolean isFinal() {
        return this == SUCCESS || this == FAILURE || this == CANCELLED;
    }
}
