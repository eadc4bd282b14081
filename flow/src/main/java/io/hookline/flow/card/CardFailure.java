package io.hookline.flow.card;

import java.time.Duration;
import java.util.Optional;

/**
 * A card failed. The type says what the engine does next. The message says what was attempted, with
 * which value, what was expected and what to do; never a secret.
 */
public abstract sealed class CardFailure extends RuntimeException {
    private final int statusCode;
    private final int code;
    private transient Optional<FailureAnswer> answer = Optional.empty();

    private CardFailure(String message, int statusCode) {
        this(message, statusCode, statusCode);
    }

    private CardFailure(String message, int statusCode, int code) {
        super(message);
        this.statusCode = statusCode;
        this.code = code;
    }

    /**
     * The status that the other system answered with, where there was one: the {@code code} of the
     * error object, and what decides about another attempt.
     */
    public int code() {
        return code;
    }

    /** The status that an API caller is answered with when nothing handles the failure. */
    public int statusCode() {
        return statusCode;
    }

    /** What the other system answered, where it did. */
    public Optional<FailureAnswer> answer() {
        return answer;
    }

    /** This failure, with what the other system answered. */
    public CardFailure answered(FailureAnswer what) {
        answer = Optional.of(what);
        return this;
    }

    /** The kind, for history and messages. */
    public String kind() {
        return getClass().getSimpleName();
    }

    /** An input, a setting or a value is wrong: a retry changes nothing. */
    public static final class Invalid extends CardFailure {
        public Invalid(String message) {
            super(message, 500);
        }

        public Invalid(String message, int statusCode) {
            super(message, statusCode);
        }
    }

    /** The other system refused our credentials. */
    public static final class Unauthorised extends CardFailure {
        public Unauthorised(String message) {
            super(message, 500);
        }

        /**
         * @param code the status of the other system
         */
        public Unauthorised(String message, int code) {
            super(message, 500, code);
        }
    }

    /** What was asked for is not there. */
    public static final class NotFound extends CardFailure {
        public NotFound(String message) {
            super(message, 500);
        }

        /**
         * @param code the status of the other system
         */
        public NotFound(String message, int code) {
            super(message, 500, code);
        }
    }

    /** Too many calls; the same call may pass later. */
    public static final class RateLimited extends CardFailure {
        private final transient Optional<Duration> retryAfter;
        private final boolean awaited;

        public RateLimited(String message, Optional<Duration> retryAfter) {
            this(message, retryAfter, false);
        }

        private RateLimited(String message, Optional<Duration> retryAfter, boolean awaited) {
            super(message, 500, 429);
            this.retryAfter = retryAfter;
            this.awaited = awaited;
        }

        /**
         * Nothing was done, and it is known when the same call will pass: the execution waits until
         * then and calls again, before any error handling of the flow.
         *
         * @param message what the card fails with when that takes too long
         */
        public static RateLimited until(String message, Duration wait) {
            return new RateLimited(message, Optional.of(wait), true);
        }

        /** How long the execution waits by itself; empty when the flow decides what comes next. */
        public Optional<Duration> awaited() {
            return awaited ? retryAfter : Optional.empty();
        }

        /** How long the other system asked us to wait, when it said so. */
        public Optional<Duration> retryAfter() {
            return retryAfter;
        }
    }

    /** The other system could not be reached or failed; the same call may pass later. */
    public static final class Unavailable extends CardFailure {
        public Unavailable(String message) {
            super(message, 500);
        }

        /**
         * @param code the status of the other system
         */
        public Unavailable(String message, int code) {
            super(message, 500, code);
        }
    }

    /** The other system refused the call: a retry changes nothing. */
    public static final class Rejected extends CardFailure {
        public Rejected(String message) {
            super(message, 500);
        }

        /**
         * @param code the status of the other system
         */
        public Rejected(String message, int code) {
            super(message, 500, code);
        }
    }

    /** The card took longer than it may; whether it took effect is not known. */
    public static final class Timeout extends CardFailure {
        public Timeout(String message) {
            super(message, 500);
        }
    }

    /** A guard rail, or somebody who was asked, did not let the card act: nothing was done. */
    public static final class Denied extends CardFailure {
        private final transient Optional<String> entry;

        public Denied(String message) {
            this(message, Optional.empty());
        }

        private Denied(String message, Optional<String> entry) {
            super(message, 500);
            this.entry = entry;
        }

        /**
         * The card would have touched somebody whom its connection protects.
         *
         * @param entry who, as the connection lists them; a word in brackets when it could not be
         *     found out
         */
        public static Denied isProtected(String message, String entry) {
            return new Denied(message, Optional.of(entry));
        }

        /** Whom the connection protects, when that is the reason. */
        public Optional<String> protectedEntry() {
            return entry;
        }
    }

    /** The flow itself raised the error (Return Error, Return Error If). */
    public static final class Raised extends CardFailure {
        public Raised(String message, int statusCode) {
            super(message, statusCode);
        }
    }
}
