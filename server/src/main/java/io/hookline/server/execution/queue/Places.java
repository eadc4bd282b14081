package io.hookline.server.execution.queue;

/**
 * How many places are taken. Those in which all wait for something outside do not count among those
 * that run, up to a bound. Not thread-safe.
 */
final class Places {
    /** No more than so many are taken, whatever happens in them, except in order to end. */
    private static final int MOST = 10_000;

    private final ExecutionQueue.Limits limits;
    private int taken;

    /** In how many of them all wait for something outside. */
    private int outside;

    Places(ExecutionQueue.Limits limits) {
        this.limits = limits;
    }

    void take() {
        taken++;
    }

    void giveBack(Place place) {
        place.giveBack();
        taken--;
        outside -= place.isOutside() ? 1 : 0;
    }

    /**
     * Counts threads that work in a place.
     *
     * @param isTaken whether the place was not given back meanwhile
     * @return whether there may be less room than needed, and so others must be looked at again
     */
    boolean count(Place place, int more, boolean isTaken) {
        boolean before = place.isOutside();
        place.count(more);
        if (before == place.isOutside() || !isTaken) {
            return false;
        }
        outside += before ? -1 : 1;
        return !before;
    }

    boolean isAnyTaken() {
        return taken > 0;
    }

    /** Whether one more may run. */
    boolean hasRoom() {
        return taken - Math.min(outside, limits.outside()) < limits.running();
    }

    /** Whether a flow of which few run may start one more, whatever else runs. */
    boolean hasRoomForFirst() {
        return taken < MOST;
    }
}
