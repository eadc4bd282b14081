package io.hookline.server.execution.model;

/**
 * An execution that was accepted and is not running yet.
 *
 * @param payload what started it
 * @param cancelling whether somebody cancelled it
 * @param resumed whether it may have run before and left a journal
 * @param killed how often the process was killed while it computed, since it last got further
 */
public record QueuedExecution(
        Head head, Payload payload, boolean cancelling, boolean resumed, int killed) {
    /** One during which no process was killed. */
    public QueuedExecution(Head head, Payload payload, boolean cancelling, boolean resumed) {
        this(head, payload, cancelling, resumed, 0);
    }

    public QueuedExecution asCancelling() {
        return new QueuedExecution(head, payload, true, resumed, killed);
    }
}
