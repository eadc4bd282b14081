package io.hookline.flow.model;

import io.hookline.flow.card.CardFailure;

import java.time.Duration;
import java.util.Set;

/**
 * What follows when a card fails ({@code docs/reference/flopack.md#error-policy}).
 *
 * @param then what is done in the end
 * @param retry how often, after how long and after which failures the card is retried first
 */
public record ErrorPolicy(Then then, Retry retry) {
    /** The flow ends, failed: the policy of nearly all cards. */
    public static final ErrorPolicy FINISH = new ErrorPolicy(new Finish(), Retry.NEVER);

    /** What is done with a failure in the end. */
    public sealed interface Then {}

    /** The flow ends, failed. */
    public record Finish() implements Then {}

    /** The nested flow runs and the flow goes on (If Error). */
    public record Handle(Flow flow) implements Then {}

    /** Another flow is run, then the flow ends, failed. */
    public record Run(String flow) implements Then {}

    /** The flow ends quietly and returns the card's error fields. */
    public record Return() implements Then {}

    /**
     * Further attempts.
     *
     * @param times how many, after the first
     * @param shortest the wait before each, at least
     * @param longest the wait before each, at most; chance chooses in between
     * @param after which failures are worth another attempt
     */
    public record Retry(int times, Duration shortest, Duration longest, Condition after) {
        static final Retry NEVER = new Retry(0, Duration.ZERO, Duration.ZERO, new RateLimits());

        /** Whether a failed attempt, counted from 1, is followed by another. */
        public boolean follows(int attempt, CardFailure failure) {
            return attempt <= times && after.includes(failure);
        }
    }

    /** Which failures are worth another attempt. */
    public sealed interface Condition {
        boolean includes(CardFailure failure);
    }

    /** Too many calls, or a gateway that gave up: 429 and 504. */
    public record RateLimits() implements Condition {
        @Override
        public boolean includes(CardFailure failure) {
            return failure instanceof CardFailure.RateLimited
                    || failure.code() == 429
                    || failure.code() == 504;
        }
    }

    /** Whatever the other system answered, or that it did not answer. */
    public record AllErrors() implements Condition {
        @Override
        public boolean includes(CardFailure failure) {
            return switch (failure) {
                case CardFailure.Invalid invalid -> false;
                case CardFailure.Raised raised -> false;
                case CardFailure.Denied denied -> false;
                case CardFailure.RateLimited limited -> true;
                case CardFailure.Unavailable unavailable -> true;
                case CardFailure.Rejected rejected -> true;
                case CardFailure.Unauthorised unauthorised -> true;
                case CardFailure.NotFound notFound -> true;
                case CardFailure.Timeout timeout -> true;
            };
        }
    }

    /** These status codes of the other system. */
    public record Codes(Set<Integer> codes) implements Condition {
        public Codes {
            codes = Set.copyOf(codes);
        }

        @Override
        public boolean includes(CardFailure failure) {
            return codes.contains(failure.code());
        }
    }
}
