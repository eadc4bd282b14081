package io.hookline.server.delivery.lane;

import io.hookline.server.hook.definition.EventHook;

import java.time.Duration;

/**
 * How events of a hook are put together.
 *
 * @param most at most so many in one request
 * @param patience how long the first one waits for others
 */
public record BatchSize(int most, Duration patience) {
    private static final int TO_OTHERS = 100;
    private static final Duration WAIT_FOR_MORE = Duration.ofMillis(100);

    /**
     * @param own whether it goes to one of our own flows: published ones read only the first event
     */
    public static BatchSize of(EventHook hook, boolean own) {
        int most = hook.delivery().maxEvents().orElse(own ? 1 : TO_OTHERS);
        return new BatchSize(
                most, hook.delivery().maxWait().orElse(most == 1 ? Duration.ZERO : WAIT_FOR_MORE));
    }

    /** Whether that many events, the first of which waited that long, make a batch. */
    boolean isReached(int events, long waitedNanos) {
        return events >= most || waitedNanos >= patience.toNanos();
    }
}
