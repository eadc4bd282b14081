package io.hookline.server.access.http;

import io.hookline.server.access.AccessEvent;
import io.hookline.server.access.AccessLog;
import io.hookline.server.access.AccessReports;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Cooldown;
import io.hookline.server.http.Problem;
import io.hookline.server.http.Response;
import io.hookline.server.memory.RateWindows;
import io.hookline.server.store.Database;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;

/**
 * Counts each caller's requests to the Okta-compatible API by the minute, reports them in the
 * headers that clients know, and refuses what exceeds the operator's limit. Without a limit the
 * headers show a ceiling that nobody reaches.
 */
public final class RequestLimit {
    /** More than one caller gets answered in a minute. */
    static final int CEILING = 600_000;

    private static final String PREFIX = "X-Rate-Limit-";

    private final OptionalInt perMinute;
    private final InstantSource clock;
    private final RateWindows windows;
    private final AccessReports reports;
    private final Cooldown violations;

    /**
     * @param perMinute how many requests a caller may make in a minute; empty for any number
     * @param log records who makes more
     */
    public RequestLimit(
            OptionalInt perMinute, Database database, AccessLog log, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
        this.windows = new RateWindows(Duration.ofMinutes(1), clock);
        this.reports = new AccessReports(database, log);
        this.violations = new Cooldown(clock, Duration.ofHours(1));
    }

    /**
     * Counts a request.
     *
     * @return what the answer says of the limit
     * @throws Problem 429, on Okta's paths answered as E0000047
     */
    List<Response.Header> count(Caller caller) {
        String who = caller.kind() + " " + caller.id();
        RateWindows.Window window = windows.count(who);
        int limit = perMinute.orElse(CEILING);
        long reset = Math.ceilDiv(window.ends(), 1000L);
        if (perMinute.isPresent() && window.used() > limit) {
            if (violations.isDue(who)) {
                reports.report(new AccessEvent.RateLimitReached(caller, limit));
            }
            throw new Problem(
                            429,
                            "Too many requests",
                            caller.name()
                                    + " may make "
                                    + limit
                                    + " requests in a minute; try again when the time in"
                                    + " X-Rate-Limit-Reset has come.")
                    .header(PREFIX + "Limit", String.valueOf(limit))
                    .header(PREFIX + "Remaining", "0")
                    .header(PREFIX + "Reset", String.valueOf(reset))
                    .header(
                            "Retry-After",
                            String.valueOf(Math.max(1, reset - clock.millis() / 1000)));
        }
        int least = perMinute.isPresent() ? 0 : 1;
        return List.of(
                new Response.Header(PREFIX + "Limit", String.valueOf(limit)),
                new Response.Header(
                        PREFIX + "Remaining",
                        String.valueOf(Math.max(least, limit - window.used()))),
                new Response.Header(PREFIX + "Reset", String.valueOf(reset)));
    }
}
