package io.hookline.server.endpoint.invocation;

import io.hookline.server.access.Network;
import io.hookline.server.memory.RateWindows;

import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;

/** Counts calls of flows, and refuses those beyond the operator's limits. Thread-safe. */
public final class InvocationRates {
    private final Counter flows;
    private final Counter addresses;

    public InvocationRates(EndpointLimits limits, InstantSource clock) {
        this.flows = new Counter(limits.perFlowPerSecond(), Duration.ofSeconds(1), clock);
        this.addresses = new Counter(limits.perAddressPerMinute(), Duration.ofMinutes(1), clock);
    }

    /**
     * Counts a call of a flow.
     *
     * @throws io.hookline.server.refusal.Refusal.RateLimited when there were too many
     */
    public void countFlow(String flowId) {
        long left = flows.count(flowId);
        if (left > 0) {
            throw InvocationRefusals.tooMany("This flow takes no more calls in this second.", left);
        }
    }

    /**
     * Counts a call from an address, or from a network of IPv6.
     *
     * @throws io.hookline.server.refusal.Refusal.RateLimited when there were too many
     */
    void countAddress(String address) {
        long left = addresses.count(Network.of(address));
        if (left > 0) {
            throw InvocationRefusals.tooMany(
                    "Too many calls came from this address in a minute.", left);
        }
    }

    private static final class Counter {
        private final OptionalInt limit;
        private final RateWindows windows;

        Counter(OptionalInt limit, Duration span, InstantSource clock) {
            this.limit = limit;
            this.windows = new RateWindows(span, clock);
        }

        /** Milliseconds until there is room; 0 when there is. */
        long count(String key) {
            if (limit.isEmpty()) {
                return 0;
            }
            RateWindows.Window window = windows.count(key);
            return window.used() > limit.getAsInt() ? Math.max(1, window.left().toMillis()) : 0;
        }
    }
}
