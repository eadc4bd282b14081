package io.hookline.server.endpoint.door;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Counts calls of flows, and refuses those beyond the operator's limits. Thread-safe. */
public final class InvocationRates {
    private static final int REMEMBERED = 10_000;

    private final Counter flows;
    private final Counter addresses;

    public InvocationRates(EndpointLimits limits, InstantSource clock) {
        this.flows = new Counter(limits.perFlowPerSecond(), Duration.ofSeconds(1), clock);
        this.addresses = new Counter(limits.perAddressPerMinute(), Duration.ofMinutes(1), clock);
    }

    /**
     * Counts a call of a flow.
     *
     * @throws io.hookline.server.http.Problem 429 when there were too many
     */
    public void countFlow(String flowId) {
        long left = flows.count(flowId);
        if (left > 0) {
            throw Refusals.tooMany("This flow takes no more calls in this second.", left);
        }
    }

    /**
     * Counts a call from an address.
     *
     * @throws io.hookline.server.http.Problem 429 when there were too many
     */
    void countAddress(String address) {
        long left = addresses.count(address);
        if (left > 0) {
            throw Refusals.tooMany("Too many calls came from this address in a minute.", left);
        }
    }

    private static final class Counter {
        private final OptionalInt limit;
        private final long span;
        private final InstantSource clock;
        private final Map<String, Window> windows = new ConcurrentHashMap<>();

        Counter(OptionalInt limit, Duration span, InstantSource clock) {
            this.limit = limit;
            this.span = span.toMillis();
            this.clock = clock;
        }

        /** Milliseconds until there is room; 0 when there is. */
        long count(String key) {
            if (limit.isEmpty()) {
                return 0;
            }
            long now = clock.millis();
            Window window =
                    windows.compute(
                            key,
                            (unused, known) ->
                                    known == null || known.isOver(now, span)
                                            ? new Window(now + span, 1)
                                            : new Window(known.ends(), known.used() + 1));
            if (windows.size() > REMEMBERED) {
                windows.values().removeIf(known -> known.isOver(now, span));
            }
            return window.used() > limit.getAsInt() ? Math.max(1, window.ends() - now) : 0;
        }
    }

    /**
     * A span that began with a call.
     *
     * @param ends epoch milliseconds
     */
    private record Window(long ends, int used) {
        /** Also when the clock was set back: nobody waits for longer than the span. */
        boolean isOver(long now, long span) {
            return now >= ends || now < ends - span;
        }
    }
}
