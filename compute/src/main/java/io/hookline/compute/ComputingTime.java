package io.hookline.compute;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long some work has computed, and how long it may. Only the time with a turn counts; waiting
 * does not. Thread-safe: several threads may use one together.
 */
public final class ComputingTime {
    private final long most;
    private final String refusal;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param most how long it may compute
     * @param refusal the sentence for people when it has computed longer
     */
    public ComputingTime(Duration most, String refusal) {
        this.most = most.toNanos();
        this.refusal = refusal;
    }

    /** For work whose size is bounded by other means. */
    public static ComputingTime unlimited() {
        return new ComputingTime(Duration.ofNanos(Long.MAX_VALUE / 2), "");
    }

    /** How long it has computed, up to when its turns were last given back. */
    public Duration used() {
        return Duration.ofNanos(used.get());
    }

    /** Counts what an earlier run of the same work used. */
    public void resumeAt(Duration earlier) {
        used.accumulateAndGet(earlier.toNanos(), Math::max);
    }

    void add(long nanos) {
        used.addAndGet(nanos);
    }

    /**
     * @param more what was used since it was last added
     * @throws ComputingEnded.TimeUsedUp when that is more than it may use
     */
    void require(long more) {
        if (used.get() + more > most) {
            throw new ComputingEnded.TimeUsedUp(refusal);
        }
    }
}
