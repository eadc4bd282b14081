package io.hookline.server.delivery.lane;

import java.time.Duration;

/**
 * How far a hook is behind.
 *
 * @param events of its types that it has not processed yet; its filters are not asked
 * @param atLeast whether there are more than were counted
 * @param age how long the oldest of them has been in the log
 */
public record Lag(long events, boolean atLeast, Duration age) {
    static final Lag NONE = new Lag(0, false, Duration.ZERO);
}
