package io.hookline.server.access;

import io.hookline.outbound.CidrRange;
import io.hookline.server.memory.LruMap;

import java.net.Inet6Address;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Slows down whoever keeps failing: after a few failures each further one doubles the wait.
 * Failures are forgotten after an hour without any. Thread-safe.
 */
final class Throttle {
    private static final int FREE = 5;
    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** Longer than the longest wait, so that waiting alone does not reset the count. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<String, Failures> failures = LruMap.of(REMEMBERED);

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /** How long that one must still wait; empty when it may try now. */
    synchronized Optional<Duration> left(String who) {
        Failures known = failures.get(network(who));
        long left = known == null ? 0 : known.until - clock.millis();
        return left > 0 ? Optional.of(Duration.ofMillis(left)) : Optional.empty();
    }

    /**
     * Counts a failure.
     *
     * @return how many there were, if it is this one that made it wait: reported once until it
     *     succeeds or its failures are forgotten
     */
    synchronized OptionalInt failed(String who) {
        long now = clock.millis();
        Failures known = failures.computeIfAbsent(network(who), unused -> new Failures());
        if (now - known.last > FORGOTTEN.toMillis()) {
            known.count = 0;
        }
        known.last = now;
        known.count++;
        if (known.count > FREE) {
            long wait = Math.min(LONGEST.toMillis(), 1000L << Math.min(20, known.count - FREE - 1));
            known.until = now + wait;
        }
        return known.count == FREE + 1 ? OptionalInt.of(known.count) : OptionalInt.empty();
    }

    synchronized void succeeded(String who) {
        failures.remove(network(who));
    }

    /** One host has a whole network of IPv6 addresses to itself, and could begin anew with each. */
    private static String network(String address) {
        return address.indexOf(':') < 0
                ? address
                : CidrRange.address(address)
                        .filter(Inet6Address.class::isInstance)
                        .map(literal -> HexFormat.of().formatHex(literal.getAddress(), 0, 8))
                        .orElse(address);
    }

    private static final class Failures {
        int count;
        long last;
        long until;
    }
}
