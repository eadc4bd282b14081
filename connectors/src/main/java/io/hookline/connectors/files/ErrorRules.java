package io.hookline.connectors.files;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.rest.RestReply;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FailureAnswer;
import io.hookline.flow.value.Dates;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the errors of one API mean.
 *
 * @param messages where its own sentence may be; the first that is there counts
 * @param codes where its own code may be
 * @param failed an answer with a good status that has one of these values is a failure all the same
 * @param kinds what its codes mean
 * @param limited statuses, beside 429, that mean a limit was reached when nothing is left of it
 * @param remaining header that says how many calls are left
 * @param reset header that says when calls are taken again
 */
record ErrorRules(
        List<AnswerPath> messages,
        List<AnswerPath> codes,
        Map<AnswerPath, JsonNode> failed,
        Map<String, Kind> kinds,
        List<Integer> limited,
        Optional<String> remaining,
        Optional<String> reset) {
    static final ErrorRules NONE =
            new ErrorRules(
                    List.of(),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());

    private static final int LONGEST = 300;
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** What a failure means for the engine. */
    enum Kind {
        INVALID,
        UNAUTHORISED,
        NOTFOUND,
        RATELIMITED,
        UNAVAILABLE,
        REJECTED
    }

    ErrorRules {
        messages = List.copyOf(messages);
        codes = List.copyOf(codes);
        failed = Map.copyOf(failed);
        kinds = Map.copyOf(kinds);
        limited = List.copyOf(limited);
    }

    /** Why an answer with a good status is none; empty when it is one. */
    Optional<String> failure(RestReply reply) {
        boolean says =
                failed.entrySet().stream()
                        .anyMatch(rule -> isOneOf(rule.getKey().of(reply), rule.getValue()));
        return says ? Optional.of(said(reply.body())) : Optional.empty();
    }

    private static boolean isOneOf(JsonNode value, JsonNode wanted) {
        return wanted.isArray()
                ? wanted.valueStream().anyMatch(one -> AnswerPath.isSame(value, one))
                : AnswerPath.isSame(value, wanted);
    }

    /**
     * The same failure in the words of the other system; at a limit one that is waited for.
     *
     * @param system its name
     */
    CardFailure explained(String system, CardFailure failure, Instant now) {
        Optional<FailureAnswer> answer = failure.answer();
        if (answer.isEmpty()) {
            return failure;
        }
        String said = said(answer.get().body());
        String message =
                failure.getMessage() + (said.isEmpty() ? "" : " " + system + " says" + said);
        return of(kind(failure, answer.get()), message, failure, now).answered(answer.get());
    }

    /** A failure of an answer whose status is good. */
    CardFailure refused(String system, String what, FailureAnswer answer, Instant now) {
        String said = said(answer.body());
        CardFailure failure =
                new CardFailure.Rejected(
                        what + (said.isEmpty() ? "" : " " + system + " says" + said),
                        answer.status());
        failure.answered(answer);
        return of(kind(failure, answer), failure.getMessage(), failure, now).answered(answer);
    }

    private Kind kind(CardFailure failure, FailureAnswer answer) {
        Kind named = code(answer.body()).map(kinds::get).or(() -> limit(answer)).orElse(null);
        if (named != null) {
            return named;
        }
        return switch (failure) {
            case CardFailure.RateLimited limit -> Kind.RATELIMITED;
            case CardFailure.Unauthorised refused -> Kind.UNAUTHORISED;
            case CardFailure.NotFound missing -> Kind.NOTFOUND;
            case CardFailure.Unavailable down -> Kind.UNAVAILABLE;
            case CardFailure.Invalid ours -> Kind.INVALID;
            default -> Kind.REJECTED;
        };
    }

    private Optional<Kind> limit(FailureAnswer answer) {
        boolean none =
                remaining
                        .map(name -> answer.headers().path(name).asText("").strip())
                        .filter("0"::equals)
                        .isPresent();
        return none && limited.contains(answer.status())
                ? Optional.of(Kind.RATELIMITED)
                : Optional.empty();
    }

    private CardFailure of(Kind kind, String message, CardFailure failure, Instant now) {
        int code = failure.code();
        return switch (kind) {
            case RATELIMITED -> {
                Optional<Duration> asked =
                        failure instanceof CardFailure.RateLimited limit
                                ? limit.retryAfter()
                                : Optional.empty();
                yield failure.answer()
                        .flatMap(answer -> wait(answer, now))
                        .or(() -> asked)
                        .<CardFailure>map(wait -> CardFailure.RateLimited.until(message, wait))
                        .orElse(new CardFailure.RateLimited(message, Optional.empty()));
            }
            case UNAUTHORISED -> new CardFailure.Unauthorised(message, code);
            case NOTFOUND -> new CardFailure.NotFound(message, code);
            case UNAVAILABLE -> new CardFailure.Unavailable(message, code);
            case REJECTED -> new CardFailure.Rejected(message, code);
            case INVALID -> new CardFailure.Invalid(message);
        };
    }

    /** Seconds since 1970, seconds from now, or a date; counted by the clock of the answer. */
    private Optional<Duration> wait(FailureAnswer answer, Instant now) {
        String at = reset.map(name -> answer.headers().path(name).asText("").strip()).orElse("");
        if (at.isEmpty()) {
            return Optional.empty();
        }
        Instant there = Dates.parse(answer.headers().path("date").asText("")).orElse(now);
        Optional<Duration> left =
                at.matches("[0-9]{1,8}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(at)))
                        : at.matches("[0-9]{9,11}")
                                ? Optional.of(
                                        Duration.between(
                                                there, Instant.ofEpochSecond(Long.parseLong(at))))
                                : Dates.parse(at).map(time -> Duration.between(there, time));
        return left.map(time -> (time.isNegative() ? Duration.ZERO : time).plus(MARGIN));
    }

    private Optional<String> code(JsonNode body) {
        return first(codes, body);
    }

    private String said(JsonNode body) {
        String message = first(messages, body).orElse("");
        String code = code(body).orElse("");
        if (message.isEmpty() && code.isEmpty()) {
            return "";
        }
        return (code.isEmpty() ? "" : " (" + code + ")")
                + ": "
                + (message.isEmpty() ? code : message);
    }

    private static Optional<String> first(List<AnswerPath> paths, JsonNode body) {
        return paths.stream()
                .map(path -> path.of(body))
                .filter(JsonNode::isValueNode)
                .filter(value -> !value.isNull())
                .map(value -> plain(value.asText()))
                .filter(text -> !text.isBlank())
                .findFirst();
    }

    private static String plain(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    /** The word that a file uses for a kind. */
    static Optional<Kind> kindOf(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(word.toUpperCase(Locale.ROOT))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
