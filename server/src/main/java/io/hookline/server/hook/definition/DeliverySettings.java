package io.hookline.server.hook.definition;

import java.time.Duration;
import java.util.Optional;

/**
 * How a hook delivers; what is empty follows the server's settings.
 *
 * @param policy what happens when a delivery fails
 * @param maxEvents at most so many events in one request
 * @param maxWait how long the first event of a batch waits for others
 */
public record DeliverySettings(
        Optional<Policy> policy, Optional<Integer> maxEvents, Optional<Duration> maxWait) {
    public static final DeliverySettings DEFAULT =
            new DeliverySettings(Optional.empty(), Optional.empty(), Optional.empty());

    /** What happens when a delivery fails. */
    public enum Policy {
        /** Keeps trying for 72 hours, holding what follows. */
        DURABLE,
        /** As the original: one retry, then the batch is set aside. */
        COMPATIBLE
    }
}
