package io.hookline.server.delivery.attempt;

import io.hookline.server.delivery.attempt.Outcome.Accepted;
import io.hookline.server.delivery.attempt.Outcome.Kind;
import io.hookline.server.delivery.attempt.Outcome.Refused;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What became of one hook's requests since the start, and in the last five minutes. */
public final class HookCounts {
    private static final long SLOT = Duration.ofSeconds(10).toMillis();
    private static final int SLOTS = 30;

    private final InstantSource clock;
    private final long started;
    private final long[] slots = new long[SLOTS];
    private final long[] recentEvents = new long[SLOTS];
    private final long[] recentDelivered = new long[SLOTS];
    private final long[] recentRefused = new long[SLOTS];
    private long events;
    private long delivered;
    private long refused;
    private long failed;
    private long tookNanos;
    private Optional<LastError> lastError = Optional.empty();

    HookCounts(InstantSource clock) {
        this.clock = clock;
        this.started = clock.millis();
    }

    /**
     * The counts at one moment.
     *
     * @param events that receivers took since the start
     * @param delivered requests that were accepted
     * @param refused attempts that failed
     * @param failed batches that became failed deliveries
     * @param eventsPerSecond that receivers took in the last five minutes
     * @param took what all those attempts took together
     * @param successRatio of the attempts of the last five minutes; empty when there were none
     */
    public record Counted(
            long events,
            long delivered,
            long refused,
            long failed,
            double eventsPerSecond,
            Duration took,
            Optional<Double> successRatio,
            Optional<LastError> lastError) {}

    /** The last attempt that failed. */
    public record LastError(
            Instant at, String reason, Optional<Integer> httpStatus, String answer) {}

    public synchronized void add(Outcome outcome, int size) {
        int slot = slot();
        switch (outcome) {
            case Accepted accepted -> {
                events += size;
                recentEvents[slot] += size;
                delivered++;
                tookNanos += accepted.took().toNanos();
                recentDelivered[slot]++;
            }
            case Refused failure -> {
                if (failure.kind() == Kind.BUSY) {
                    // Nothing was sent.
                    return;
                }
                refused++;
                tookNanos += failure.took().toNanos();
                recentRefused[slot]++;
                lastError =
                        Optional.of(
                                new LastError(
                                        clock.instant(),
                                        failure.reason(),
                                        failure.status(),
                                        failure.answer()));
            }
        }
    }

    public synchronized void addFailed() {
        failed++;
    }

    /** The slot of this moment, emptied when it belonged to an earlier round. */
    private int slot() {
        long number = clock.millis() / SLOT;
        int slot = Math.floorMod(number, SLOTS);
        if (slots[slot] != number) {
            slots[slot] = number;
            recentEvents[slot] = 0;
            recentDelivered[slot] = 0;
            recentRefused[slot] = 0;
        }
        return slot;
    }

    public synchronized Counted counted() {
        long now = clock.millis();
        long oldest = now / SLOT - SLOTS + 1;
        long inWindow = 0;
        long good = 0;
        long bad = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            if (slots[slot] >= oldest) {
                inWindow += recentEvents[slot];
                good += recentDelivered[slot];
                bad += recentRefused[slot];
            }
        }
        long window = Math.clamp(now - started, SLOT, SLOT * SLOTS);
        return new Counted(
                events,
                delivered,
                refused,
                failed,
                inWindow * 1_000.0 / window,
                Duration.ofNanos(tookNanos),
                good + bad == 0 ? Optional.empty() : Optional.of((double) good / (good + bad)),
                lastError);
    }
}
