package io.hookline.server.activity;

/**
 * Numbers of one subject, in an hour or in several.
 *
 * @param many events taken, requests accepted, or executions ended
 * @param failed attempts or executions that failed
 * @param aside deliveries set aside
 * @param millis what all attempts took together
 */
public record Tally(long many, long failed, long aside, long millis) {
    static final Tally NONE = new Tally(0, 0, 0, 0);

    static Tally of(long many) {
        return new Tally(many, 0, 0, 0);
    }

    Tally plus(Tally more) {
        return new Tally(
                many + more.many, failed + more.failed, aside + more.aside, millis + more.millis);
    }

    /** What came since; counters that began anew count from zero. */
    Tally since(Tally before) {
        return new Tally(
                grown(before.many, many),
                grown(before.failed, failed),
                grown(before.aside, aside),
                grown(before.millis, millis));
    }

    private static long grown(long before, long now) {
        return now < before ? now : now - before;
    }

    boolean isNone() {
        return equals(NONE);
    }
}
