package io.hookline.flow.engine;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.engine.Plan.Planned;
import io.hookline.flow.model.ErrorPolicy.Retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Whether and when a failed card is retried. */
final class Retries {
    /** A longer wait that the other system asks for ends the retries. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private Retries() {}

    /** Whether another attempt follows; the step says so. */
    static boolean follow(Frame frame, Planned planned, Progress progress, CardFailure failure) {
        Retry retry = planned.card.policy().retry();
        boolean patient = asked(failure).compareTo(LONGEST) <= 0;
        if (!retry.follows(progress.attempt, failure) || !patient) {
            return false;
        }
        progress.note(
                "Attempt "
                        + progress.attempt
                        + " of "
                        + (retry.times() + 1)
                        + "; the card is retried.");
        return true;
    }

    /** The delay of the policy, or the one that the other system asked for if that is longer. */
    static Duration delay(Planned planned, Progress progress, CardFailure failure) {
        Retry retry = planned.card.policy().retry();
        long shortest = retry.shortest().toMillis();
        long longest = retry.longest().toMillis();
        long chosen =
                shortest == longest
                        ? shortest
                        : ThreadLocalRandom.current().nextLong(shortest, longest + 1);
        Duration asked = asked(failure);
        return asked.toMillis() > chosen ? asked : Duration.ofMillis(chosen);
    }

    private static Duration asked(CardFailure failure) {
        return failure instanceof CardFailure.RateLimited limited
                ? limited.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
    }
}
