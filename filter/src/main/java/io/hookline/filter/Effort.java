package io.hookline.filter;

/**
 * How much work filters may do for now where they must not hold up others, in steps of at most a
 * microsecond or so. Not thread-safe.
 */
public final class Effort {
    private final long most;
    private long left;

    /**
     * @param most what it holds at the beginning, and at most later
     */
    public Effort(long most) {
        this.most = most;
        this.left = most;
    }

    /** Allows some more. */
    public void allow(long steps) {
        left = Math.min(most, left + steps);
    }

    long left() {
        return Math.max(0, left);
    }

    /** May take more than is left, so that it must be earned before there is some again. */
    void spend(long steps) {
        left = Math.max(-most, left - steps);
    }
}
