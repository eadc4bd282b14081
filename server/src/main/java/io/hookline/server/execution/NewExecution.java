package io.hookline.server.execution;

import io.hookline.server.studio.PublishedFlow;

import java.util.UUID;

/**
 * An execution that is about to be accepted, prepared outside the store's transaction: the id is
 * chosen and what starts it is sealed.
 */
public final class NewExecution {
    private final PublishedFlow flow;
    private final QueuedExecution queued;
    private final byte[] sealedPayload;

    NewExecution(PublishedFlow flow, QueuedExecution queued, byte[] sealedPayload) {
        this.flow = flow;
        this.queued = queued;
        this.sealedPayload = sealedPayload;
    }

    /** The same, which finds in its journal what another one did before. */
    NewExecution resuming() {
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

    QueuedExecution queued() {
        return queued;
    }

    byte[] sealedPayload() {
        return sealedPayload;
    }
}
