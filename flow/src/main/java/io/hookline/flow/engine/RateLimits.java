package io.hookline.flow.engine;

import io.hookline.flow.card.CardFailure;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Puts a call off until the other system takes calls again: the execution waits as it does at a
 * Wait For, and makes the same call once more. Nothing was done, so the error handling of the flow
 * is not asked.
 */
final class RateLimits {
    /** A single wait longer than this is for the flow to decide. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** As long as it never takes a call in between. */
    private static final Duration LONGEST_IN_ALL = Duration.ofHours(1);

    private RateLimits() {}

    /** Suspends when the card failed in that way, and the wait is not too long. */
    static void postpone(CallContext context, CardFailure failure) {
        Optional<Duration> wait =
                failure instanceof CardFailure.RateLimited limited
                        ? limited.awaited()
                        : Optional.empty();
        Frame frame = context.frame();
        if (wait.isEmpty() || wait.get().compareTo(LONGEST) > 0 || !frame.run.host.canWait()) {
            return;
        }
        Progress progress = context.progress();
        Instant now = frame.now();
        Instant since = progress.limitedSince.orElse(now);
        Instant until = now.plus(wait.get());
        if (until.isAfter(since.plus(LONGEST_IN_ALL))) {
            return;
        }
        progress.limitedSince = Optional.of(since);
        progress.postponed++;
        progress.until = Optional.of(until);
        frame.run.steps.underway(
                StepWriter.underway(
                        frame,
                        context.planned(),
                        progress,
                        "The other system takes no more calls until "
                                + until.truncatedTo(ChronoUnit.SECONDS)
                                + "; the card goes on then."));
        throw new Suspension(waiting(until));
    }

    /** Suspends again when the execution went on for another reason. */
    static void await(Frame frame, Progress progress) {
        if (progress.postponed > 0
                && progress.limitedSince.isPresent()
                && progress.until.filter(frame.now()::isBefore).isPresent()) {
            throw new Suspension(waiting(progress.until.get()));
        }
    }

    private static Outcome waiting(Instant until) {
        return new Outcome.Suspended(Optional.of(Outcome.Wait.until(until)));
    }
}
