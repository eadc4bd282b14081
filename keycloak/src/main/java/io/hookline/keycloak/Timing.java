package io.hookline.keycloak;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long requests were held up, in buckets of powers of two microseconds. */
final class Timing {
    private static final int BUCKETS = 32;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void add(long nanos) {
        long micros = Math.max(1, nanos / 1000);
        counts.incrementAndGet(Math.min(BUCKETS - 1, 64 - Long.numberOfLeadingZeros(micros - 1)));
    }

    /** An upper bound of the time that this share of the events took at most; 0 without events. */
    long micros(double share) {
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += counts.get(i);
        }
        long wanted = (long) Math.ceil(all * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS && all > 0; i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return 1L << i;
            }
        }
        return 0;
    }
}
