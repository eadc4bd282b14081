package io.hookline.server.access;

import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Slows down addresses that present wrong secrets, and reports them to the log. Right ones pass
 * whatever others did from the same address, because secrets are too long to be guessed in the
 * meantime.
 */
public final class FailedAttempts {
    private final String tried;
    private final AccessReports reports;
    private final Throttle throttle;

    /**
     * @param tried what the attempts are at, in the log, for example {@code client tokens}
     * @param log records who is slowed down
     */
    public FailedAttempts(String tried, Database database, AccessLog log, InstantSource clock) {
        this.tried = tried;
        this.reports = new AccessReports(database, log);
        this.throttle = new Throttle(clock);
    }

    /**
     * Counts a wrong one.
     *
     * @return what to answer: the refusal, or another one when there were too many
     */
    public RuntimeException failed(String address, RuntimeException refusal) {
        Optional<Duration> wait = throttle.left(address);
        if (wait.isPresent()) {
            return new Refusal.RateLimited(
                    "Too many failed attempts",
                    "Too many wrong " + tried + " came from this address; try again later.",
                    Duration.ofSeconds(wait.get().toSeconds() + 1));
        }
        throttle.failed(address)
                .ifPresent(failures ->
                        reports.report(new AccessEvent.AddressSlowed(address, tried, failures)));
        return refusal;
    }

    /** A right one: the address begins anew. */
    public void succeeded(String address) {
        throttle.succeeded(address);
    }
}
