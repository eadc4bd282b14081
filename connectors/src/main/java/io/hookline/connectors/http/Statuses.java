package io.hookline.connectors.http;

import io.hookline.flow.card.CardFailure;
import io.hookline.outbound.Answer;

import java.time.InstantSource;

/** What an HTTP status means for a card. */
final class Statuses {
    private Statuses() {}

    /** Throws what a status outside 200 to 299 means. */
    static void check(Call call, Answer answer, InstantSource clock) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return;
        }
        String answered =
                call.system()
                        + " answered "
                        + call.method()
                        + " "
                        + call.uri().getPath()
                        + " with status "
                        + status;
        throw switch (status) {
            case 401 ->
                    new CardFailure.Unauthorised(
                            answered
                                    + ": it does not accept the credentials of the connection \""
                                    + call.connection().name()
                                    + "\". Enter them again.",
                            status);
            case 403 ->
                    new CardFailure.Unauthorised(
                            answered
                                    + ": the connection \""
                                    + call.connection().name()
                                    + "\" lacks the permission for this call.",
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
