package io.hookline.connectors.rest;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.http.AnswerBody;
import io.hookline.connectors.http.Calls;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.value.TypeMismatch;
import io.hookline.outbound.Answer;

import java.util.function.Function;

/** Reads what an API answered. */
public final class Replies {
    /** The longest answer that is read, in bytes. */
    public static final int LONGEST = 8 * 1024 * 1024;

    private Replies() {}

    /**
     * An answer whose status is good.
     *
     * @param system who answered
     * @param value reads the body
     * @throws CardFailure.Rejected when it is too long, or not what it says it is
     */
    public static RestReply of(
            String system, Answer answer, Calls calls, Function<AnswerBody, JsonNode> value) {
        if (answer.truncated()) {
            throw new CardFailure.Rejected(
                    system
                            + " answered more than "
                            + LONGEST / (1024 * 1024)
                            + " MB, the most that a card takes at a time. Ask for less.",
                    answer.status());
        }
        AnswerBody body = new AnswerBody(answer);
        try {
            return new RestReply(
                    answer.status(), body.headers(), value.apply(body), PageLinks.next(answer));
        } catch (TypeMismatch garbage) {
            throw new CardFailure.Rejected(
                            system
                                    + " says that it answers JSON, but "
                                    + garbage.getMessage()
                                    + ".",
                            answer.status())
                    .answered(calls.failed(answer));
        }
    }
}
