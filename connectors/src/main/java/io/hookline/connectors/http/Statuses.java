package io.hookline.connectors.http;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.FailureAnswer;
import io.hookline.outbound.Answer;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an HTTP status means for a card. */
final class Statuses {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private Statuses() {}

    /**
     * What was asked of whom.
     *
     * @param path as messages may show it
     * @param connection whose credentials went with it; empty when there is none
     */
    record Asked(String system, String method, String path, Optional<String> connection) {}

    /** Throws what a status outside 200 to 299 means. */
    static void check(Asked call, Answer answer, InstantSource clock) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return;
        }
        String answered =
                call.system()
                        + " answered "
                        + call.method()
                        + " "
                        + call.path()
                        + " with status "
                        + status;
        throw failure(call, answer, clock, answered).answered(failed(answer, clock));
    }

    /** Whether a status says that the connection does not work, rather than what a card asked. */
    static boolean complainsOfUs(int status) {
        return switch (status) {
            case 401, 403, 407, 408, 425, 429 -> true;
            default -> status >= 500 || status >= 300 && status < 400;
        };
    }

    /** The answer as error handlers see it. */
    static FailureAnswer failed(Answer answer, InstantSource clock) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        answer.headers().forEach(header -> headers.add(Map.entry(header.name(), header.value())));
        if (answer.header("date").isEmpty()) {
            headers.add(Map.entry("date", httpDate(clock)));
        }
        return FailureAnswer.of(answer.status(), headers, answer.text());
    }

    private static String httpDate(InstantSource clock) {
        return HTTP_DATE.format(clock.instant());
    }

    private static CardFailure failure(
            Asked call, Answer answer, InstantSource clock, String answered) {
        int status = answer.status();
        return switch (status) {
            case 401 ->
                    new CardFailure.Unauthorised(
                            answered
                                    + call.connection()
                                            .map(name ->
                                                    ": it does not accept the credentials of the"
                                                            + " connection \""
                                                            + name
                                                            + "\". Enter them again.")
                                            .orElse(": it asks for other credentials."),
                            status);
            case 403 ->
                    new CardFailure.Unauthorised(
                            answered
                                    + call.connection()
                                            .map(name ->
                                                    ": the connection \""
                                                            + name
                                                            + "\" lacks the permission for this"
                                                            + " call.")
                                            .orElse(": it does not permit this call."),
                            status);
            case 404, 410 ->
                    new CardFailure.NotFound(
                            answered + ": what was asked for is not there.", status);
            case 429 ->
                    new CardFailure.RateLimited(
                            answered + ": too many calls.", answer.retryAfter(clock));
            case 408, 425 ->
                    new CardFailure.Unavailable(
                            answered + ". The same call may pass later.", status);
            default -> other(answered, status);
        };
    }

    private static CardFailure other(String answered, int status) {
        if (status >= 500) {
            return new CardFailure.Unavailable(
                    answered + ". The same call may pass later.", status);
        }
        if (status >= 300 && status < 400) {
            return new CardFailure.Rejected(
                    answered
                            + ", a redirect, which is never followed. Check the address of the"
                            + " connection.",
                    status);
        }
        return new CardFailure.Rejected(
                answered + ": it refused the call. Running it again changes nothing.", status);
    }
}
