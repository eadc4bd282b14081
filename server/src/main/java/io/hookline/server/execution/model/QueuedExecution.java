package io.hookline.server.execution.model;

/**
 * An execution that was accepted and is not running yet.
 *
 * @param payload what started it
 * @param cancelling whether somebody cancelled it
 * @param resumed whether it may have run before and left a journal
 */
public record QueuedExecution(Head head, Payload payload, boolean cancelling, boolean resumed) {
    public QueuedExecution asCancelling() {
        return new QueuedExecution(head, payload, true, resumed);
    }
}
