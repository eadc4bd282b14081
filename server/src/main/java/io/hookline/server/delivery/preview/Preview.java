package io.hookline.server.delivery.preview;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.outbound.Request.Header;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a preview sent and what came back; secrets are masked.
 *
 * @param eventId new for every preview
 * @param uri the receiver's address
 * @param headers that were sent
 * @param body the envelope that was sent
 * @param answer empty when there was none
 * @param failure why the receiver does not have it; empty when it does
 * @param execution of our own flow that took it
 */
public record Preview(
        UUID eventId,
        String uri,
        List<Header> headers,
        ObjectNode body,
        Optional<Received> answer,
        Optional<Failure> failure,
        Optional<String> execution,
        Duration took) {

    /**
     * What the receiver answered.
     *
     * @param body its beginning
     */
    public record Received(int status, List<Header> headers, String body, boolean truncated) {}

    /** Why it was not delivered. */
    public record Failure(Kind kind, String message) {
        /** What prevented it: the answer, our own flow, or why there was no answer. */
        public enum Kind {
            STATUS,
            FLOW_OFF,
            DNS,
            CONNECT,
            TLS,
            TIMEOUT,
            BROKEN,
            BUSY,
            INVALID,
            GUARDED
        }
    }
}
