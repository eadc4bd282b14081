package io.hookline.server.delivery.attempt;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt. */
public sealed interface Outcome {
    Duration took();

    /**
     * The receiver has it.
     *
     * @param execution of our own flow that took it
     * @param already whether that flow had accepted it before
     */
    public record Accepted(int status, Duration took, Optional<String> execution, boolean already)
            implements Outcome {}

    /**
     * The receiver does not have it, as far as we know.
     *
     * @param status empty when there was no answer
     * @param reason a word for records, for example {@code TIMEOUT}
     * @param answer what it said, or why there was no answer; bounded, secrets masked
     * @param retryAfter how long the receiver wants us to wait
     */
    public record Refused(
            Kind kind,
            Optional<Integer> status,
            String reason,
            String answer,
            Duration took,
            Optional<Duration> retryAfter)
            implements Outcome {}

    /** What a refusal says about the receiver and about the batch. */
    public enum Kind {
        /** The receiver refuses this content: 400, 413, 415, 422. */
        CONTENT,
        /** Nothing came back, or 5xx: the same may pass at once. */
        UNREACHABLE,
        /** Any other answer: nothing passes until somebody changes something. */
        CLOSED,
        /** Nothing was sent: too many requests wait already, here or at our own endpoint. */
        BUSY,
        /** Our own flow is switched off: the batch waits for a person, the lane does not. */
        FLOW_OFF
    }

    /** What a status means. */
    static Kind kind(int status) {
        return switch (status) {
            case 400, 413, 415, 422 -> Kind.CONTENT;
            default -> status >= 500 ? Kind.UNREACHABLE : Kind.CLOSED;
        };
    }
}
