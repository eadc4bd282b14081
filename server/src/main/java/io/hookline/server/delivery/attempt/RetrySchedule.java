package io.hookline.server.delivery.attempt;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait between attempts: doubling, with jitter so that many hooks of one receiver do
 * not come back together, and not longer than a cap that grows once a failure lasts.
 *
 * @param timeout how long one attempt may take
 * @param first before the second retry; the first is made at once
 * @param cap the longest wait while a failure is young
 * @param lateCap the longest wait afterwards
 * @param young how long a failure is young
 * @param giveUp how long a batch is tried at all
 */
public record RetrySchedule(
        Duration timeout,
        Duration first,
        Duration cap,
        Duration lateCap,
        Duration young,
        Duration giveUp) {
    public static final RetrySchedule DEFAULT =
            new RetrySchedule(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofHours(72));

    /**
     * The wait before the next attempt: between half and all of the doubled one.
     *
     * @param attempts how many failed; from the second on
     * @param failingFor since the batch was put together
     */
    public Duration delay(int attempts, Duration failingFor) {
        Duration longest = failingFor.compareTo(young) < 0 ? cap : lateCap;
        int doublings = Math.clamp(attempts - 2L, 0, 30);
        long doubled =
                doublings >= 30
                        ? longest.toMillis()
                        : Math.min(first.toMillis() << doublings, longest.toMillis());
        return Duration.ofMillis(
                doubled / 2 + ThreadLocalRandom.current().nextLong(doubled / 2 + 1));
    }
}
