package io.hookline.server.delivery.lane;

import java.time.Instant;
import java.util.Optional;

/**
 * How the deliveries of a hook stand.
 *
 * @param waiting whether nothing is sent because it is paused or not verified
 * @param openBatches how many batches are being delivered or wait for another attempt
 * @param failures of the first of them
 * @param nextAttemptAt of the first of them
 * @param circuitOpenSince since when its receiver is known to take nothing
 * @param filterErrors events that its filters could not decide since they were set
 * @param lastFilterError why the last one of those could not be decided
 */
public record LaneStatus(
        boolean waiting,
        int openBatches,
        int failures,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> circuitOpenSince,
        long filterErrors,
        Optional<String> lastFilterError) {}
