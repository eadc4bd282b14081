package io.hookline.server.http;

import io.hookline.compute.ComputingEnded;
import io.hookline.compute.ComputingTime;
import io.hookline.compute.Turns;
import io.hookline.compute.Work;
import io.hookline.server.access.Caller;
import io.hookline.server.refusal.Refusal;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The work of a request that may compute for long: it has its turns at the processors, one caller's
 * requests in their order, and ends after a while. The body must have been read before, since a
 * sender may be slow.
 */
public final class Computing {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final String REFUSAL =
            "The request computed for more than "
                    + MOST.toSeconds()
                    + " seconds, which is as long as one may. Ask for less at a time.";

    private Computing() {}

    /**
     * Does it.
     *
     * @throws Refusal.TookTooLong when it takes too much
     */
    public static <T> T of(Request request, Supplier<? extends T> work) {
        String owner =
                "requests of " + request.knownCaller().map(Caller::id).orElse("unknown callers");
        try {
            return Turns.PROCESS.take(Work.of(owner, new ComputingTime(MOST, REFUSAL)), work::get);
        } catch (ComputingEnded ended) {
            throw new Refusal.TookTooLong(ended.getMessage());
        }
    }
}
