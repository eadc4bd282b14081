package io.hookline.server.delivery.record;

import io.hookline.server.delivery.attempt.Batch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of a batch, as people read it.
 *
 * @param httpStatus of the last attempt, as are reason, answer and took
 * @param execution of our own flow that took it
 * @param alreadyAccepted whether that flow had taken it before
 * @param redelivered whether it was sent again beside its lane
 * @param replay that made it, when it was not made by its lane
 * @param failures its failed attempts; filled only when one delivery is asked for
 */
public record Delivery(
        Batch batch,
        State state,
        Optional<Integer> httpStatus,
        Optional<String> reason,
        Optional<String> answer,
        Optional<Duration> took,
        Optional<String> execution,
        boolean alreadyAccepted,
        boolean redelivered,
        Optional<String> replay,
        Optional<Instant> ended,
        List<Failure> failures) {

    /** Where it stands. */
    public enum State {
        /** Sent or about to be sent for the first time. */
        PENDING,
        /** Refused so far; its hook holds it and tries again. */
        RETRYING,
        DELIVERED,
        /** Set aside. */
        FAILED,
        /** Sent in parts, which have records of their own. */
        SPLIT
    }

    /** An attempt that failed. */
    public record Failure(
            int attempt,
            Instant at,
            Duration took,
            Optional<Integer> httpStatus,
            String reason,
            Optional<String> answer) {}

    /** Whether it waits to be sent beside its lane. */
    public boolean isBeside() {
        return replay.isPresent() && (state == State.PENDING || state == State.RETRYING);
    }

    Delivery withFailures(List<Failure> all) {
        return new Delivery(
                batch,
                state,
                httpStatus,
                reason,
                answer,
                took,
                execution,
                alreadyAccepted,
                redelivered,
                replay,
                ended,
                all);
    }
}
