package io.hookline.server.http.jetty;

import io.hookline.server.http.ConnectionRules;

import java.time.Duration;

/**
 * How far the other end of a connection is behind the slowest rate: the time that our side waited
 * for it, less the time that the bytes that passed may take. What we compute meanwhile does not
 * count. Who was fast gets ahead by no more than an idle connection may wait, or a caller could
 * stop for hours once it has taken what fits into the buffers of the system.
 */
final class Pace {
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final long allowed;
    private final long mostAhead;
    private final int bytesPerSecond;
    private long behind;
    private long waitingSince;
    private boolean waiting;

    Pace(ConnectionRules rules) {
        this.allowed = rules.header().toNanos();
        this.mostAhead = rules.idle().toNanos();
        this.bytesPerSecond = rules.bytesPerSecond();
    }

    /** We wait from now on. */
    synchronized void begin(long now) {
        waiting = true;
        waitingSince = now;
    }

    /** So many bytes have passed. */
    synchronized void end(long now, long passed) {
        if (waiting) {
            behind += now - waitingSince;
            waiting = false;
        }
        behind -= (long) (Math.max(0, passed) * NANOS / bytesPerSecond);
        behind = Math.max(behind, -mostAhead);
    }

    /** Whether it is further behind than is allowed. */
    synchronized boolean isTooSlow(long now) {
        return (waiting ? behind + (now - waitingSince) : behind) > allowed;
    }
}
