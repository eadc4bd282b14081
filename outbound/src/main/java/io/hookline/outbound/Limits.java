package io.hookline.outbound;

import java.time.Duration;

/**
 * The limits of an {@link HttpSender}.
 *
 * @param perReceiver requests at a time to one receiver, that is scheme, host and port
 * @param waitingPerReceiver how many more may wait for one receiver; the next one is refused at
 *     once
 * @param total requests at a time to all receivers together
 * @param maxWait how long a request waits for its turn before it is refused
 * @param connect how long one address may take to accept a connection, and how long the TLS
 *     handshake may take
 * @param idle how long an unused connection is kept when the receiver does not say
 */
public record Limits(
        int perReceiver,
        int waitingPerReceiver,
        int total,
        Duration maxWait,
        Duration connect,
        Duration idle) {
    public Limits {
        if (perReceiver < 1 || waitingPerReceiver < 0 || total < 1) {
            throw new IllegalArgumentException(
                    "Expected at least one request at a time, got "
                            + perReceiver
                            + " and "
                            + total
                            + ".");
        }
    }

    /**
     * What suits one server: a hundred slow receivers cannot use up all places of the healthy ones.
     */
    public static Limits standard() {
        return new Limits(
                64,
                10_000,
                8_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(4));
    }
}
