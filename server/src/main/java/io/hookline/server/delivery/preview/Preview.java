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

    /**
     * Why it was not delivered.
     *
     * @param kind {@code STATUS}, {@code FLOW_OFF}, or why there was no answer
     */
    public record Failure(String kind, String message) {}
}
