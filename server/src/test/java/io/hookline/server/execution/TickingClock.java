package io.hookline.server.execution;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that never says the same twice, and stands still until it is asked. */
final class TickingClock implements InstantSource {
    private final AtomicLong next;

    TickingClock(Instant start) {
        this.next = new AtomicLong(start.toEpochMilli());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(next.getAndIncrement());
    }

    /** Passes over the time in which nothing happens. */
    void reach(Instant time) {
        next.accumulateAndGet(time.toEpochMilli(), Math::max);
    }
}
