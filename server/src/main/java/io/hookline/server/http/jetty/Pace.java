package io.hookline.server.http.jetty;

import io.hookline.server.http.ConnectionRules;

/**
 * How fast the other end of a connection is: bytes that passed, and the time that our side waited
 * for them. What we compute meanwhile does not count.
 */
final class Pace {
    private final ConnectionRules rules;
    private long bytes;
    private long waited;
    private long waitingSince;
    private boolean waiting;

    Pace(ConnectionRules rules) {
        this.rules = rules;
    }

    /** We wait from now on. */
    synchronized void begin(long now) {
        waiting = true;
        waitingSince = now;
    }

    /** So many bytes have passed. */
    synchronized void end(long now, long passed) {
        if (waiting) {
            waited += now - waitingSince;
            waiting = false;
        }
        bytes += Math.max(0, passed);
    }

    /** Whether we waited longer than is allowed at first, for fewer bytes than the rate. */
    synchronized boolean isTooSlow(long now) {
        long all = waiting ? waited + (now - waitingSince) : waited;
        return all > rules.header().toNanos()
                && bytes < rules.bytesPerSecond() * (all / 1_000_000_000.0);
    }
}
