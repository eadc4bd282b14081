package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FailureAnswer;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What Okta's error object and its limits mean for a card. */
final class OktaErrors {
    private static final int LONGEST_SUMMARY = 300;
    private static final String RESET = "x-rate-limit-reset";

    /** The clocks of the two sides, and their rounding to seconds, differ a little. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private OktaErrors() {}

    /** The same failure in Okta's words; at a rate limit one that the execution waits for. */
    static CardFailure explained(CardFailure failure, Instant now) {
        Optional<FailureAnswer> answer = failure.answer();
        if (answer.isEmpty()) {
            return failure;
        }
        String message = failure.getMessage() + said(answer.get().body());
        return of(failure, message, answer.get(), now).answered(answer.get());
    }

    private static CardFailure of(
            CardFailure failure, String message, FailureAnswer answer, Instant now) {
        int code = failure.code();
        return switch (failure) {
            case CardFailure.RateLimited limited ->
                    reset(answer, now)
                            .or(limited::retryAfter)
                            .<CardFailure>map(wait -> CardFailure.RateLimited.until(message, wait))
                            .orElse(new CardFailure.RateLimited(message, Optional.empty()));
            case CardFailure.Unauthorised refused -> new CardFailure.Unauthorised(message, code);
            case CardFailure.NotFound missing -> new CardFailure.NotFound(message, code);
            case CardFailure.Unavailable down -> new CardFailure.Unavailable(message, code);
            case CardFailure.Rejected rejected -> new CardFailure.Rejected(message, code);
            case CardFailure.Invalid ours -> failure;
            case CardFailure.Timeout timeout -> failure;
            case CardFailure.Raised raised -> failure;
            case CardFailure.Denied denied -> failure;
        };
    }

    /** Okta counts by its own clock, whose time stands in the header Date. */
    private static Optional<Duration> reset(FailureAnswer answer, Instant now) {
        String at = answer.headers().path(RESET).asText("").strip();
        if (!at.matches("[0-9]{1,11}")) {
            return Optional.empty();
        }
        Instant there = date(answer.headers().path("date").asText("")).orElse(now);
        Duration left = Duration.between(there, Instant.ofEpochSecond(Long.parseLong(at)));
        return Optional.of((left.isNegative() ? Duration.ZERO : left).plus(MARGIN));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static String said(JsonNode body) {
        String summary = plain(body.path("errorSummary").asText(""));
        String code = plain(body.path("errorCode").asText(""));
        if (summary.isEmpty() && code.isEmpty()) {
            return "";
        }
        String cause = plain(body.at("/errorCauses/0/errorSummary").asText(""));
        return " Okta says"
                + (code.isEmpty() ? "" : " (" + code + ")")
                + ": "
                + summary
                + (cause.isEmpty() || cause.equals(summary) ? "" : " (" + cause + ")");
    }

    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST_SUMMARY ? line.substring(0, LONGEST_SUMMARY) + "…" : line;
    }
}
