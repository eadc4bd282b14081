package io.hookline.bench;

import java.util.Arrays;

/** Durations in nanoseconds, to be asked for percentiles. */
final class Samples {
    private long[] nanos = new long[1 << 16];
    private int size;

    /** Learns when a numbered request was sent. */
    @FunctionalInterface
    interface Clock {
        void at(int number, long nanos);
    }

    void add(long duration) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = duration;
    }

    int size() {
        return size;
    }

    /** In milliseconds, with two decimals. */
    double percentile(double percent) {
        if (size == 0) {
            return 0;
        }
        Arrays.sort(nanos, 0, size);
        int index = (int) Math.min(size - 1L, Math.round(Math.ceil(size * percent / 100.0)) - 1);
        return Math.round(nanos[Math.max(0, index)] / 1e4) / 100.0;
    }
}
