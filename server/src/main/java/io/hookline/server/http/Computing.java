package io.hookline.server.http;

import io.hookline.compute.ComputingEnded;
import io.hookline.compute.ComputingTime;
import io.hookline.compute.Presence;
import io.hookline.compute.Turns;
import io.hookline.compute.Work;
import io.hookline.server.access.Caller;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The work of a request that may compute for long: it has its turns at the processors, one caller's
 * requests in their order, and ends after a while, or when its caller has left. The body must have
 * been read before, since a sender may be slow.
 */
public final class Computing {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final String REFUSAL =
            "The request computed for more than "
                    + MOST.toSeconds()
                    + " seconds, which is as long as one may. Ask for less at a time.";

    private Computing() {}

    /** Whether the caller has left; looked at once a second. */
    private static final class Leaving implements BooleanSupplier {
        private static final long OFTEN = Duration.ofSeconds(1).toNanos();
        private final Request request;
        private long looked;

        Leaving(Request request, long now) {
            this.request = request;
            this.looked = now;
        }

        @Override
        public boolean getAsBoolean() {
            long now = System.nanoTime();
            if (now - looked < OFTEN) {
                return false;
            }
            looked = now;
            return request.isLeft();
        }
    }

    /**
     * Does it.
     *
     * @throws Refusal.TookTooLong when it takes too much
     */
    public static <T> T of(Request request, Supplier<? extends T> work) {
        String owner =
                "requests of " + request.knownCaller().map(Caller::id).orElse("unknown callers");
        Work turns =
                new Work(
                        owner,
                        new ComputingTime(MOST, REFUSAL),
                        new Leaving(request, System.nanoTime()),
                        Presence.NOBODY);
        try {
            return Turns.PROCESS.take(turns, work::get);
        } catch (ComputingEnded.TimeUsedUp usedUp) {
            throw new Refusal.TookTooLong(usedUp.getMessage());
        } catch (ComputingEnded.Stopped stopped) {
            throw new Problem(
                    400,
                    "Caller gone",
                    "The connection was ended before the answer was ready, so nothing was done."
                            + " Keep it open until the answer has come.");
        }
    }
}
