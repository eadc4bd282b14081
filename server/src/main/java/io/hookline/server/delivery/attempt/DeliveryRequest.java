package io.hookline.server.delivery.attempt;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * A batch with its events and the bytes that are sent.
 *
 * @param body not copied, and never changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeliveryRequest(Batch batch, List<HookEvent> events, byte[] body) {
    public static DeliveryRequest of(Batch batch, List<HookEvent> events) {
        return new DeliveryRequest(batch, events, Envelope.bytes(batch, events));
    }

    /** The body as a tree, for our own endpoints. */
    public ObjectNode envelope() {
        return Envelope.tree(batch, events);
    }
}
