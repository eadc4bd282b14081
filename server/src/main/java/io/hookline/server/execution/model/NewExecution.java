package io.hookline.server.execution.model;

import io.hookline.server.studio.flow.PublishedFlow;

import java.util.UUID;

/**
 * An execution that is about to be accepted, prepared outside the store's transaction: the id is
 * chosen and what starts it is sealed.
 */
public final class NewExecution {
    private final PublishedFlow flow;
    private final QueuedExecution queued;
    private final byte[] sealedPayload;

    public NewExecution(PublishedFlow flow, QueuedExecution queued, byte[] sealedPayload) {
        this.flow = flow;
        this.queued = queued;
        this.sealedPayload = sealedPayload;
    }

    /** The same, which finds in its journal what another one did before. */
    public NewExecution resuming() {
        return new NewExecution(
                flow,
                new QueuedExecution(queued.head(), queued.payload(), false, true),
                sealedPayload);
    }

    public UUID id() {
        return queued.head().id();
    }

    /** The flow that runs. */
    public PublishedFlow flow() {
        return flow;
    }

    public QueuedExecution queued() {
        return queued;
    }

    public byte[] sealedPayload() {
        return sealedPayload;
    }
}
