package io.hookline.server.execution.model;

/**
 * What a card that failed had expected, and what to do about it: the one place that says so for
 * every kind of failure. The failure's message says what happened to this very card.
 *
 * @param expected what would have let the card do its work
 * @param advice what to do now
 */
public record FailureAdvice(String expected, String advice) {
    /**
     * @param kind of a card failure, as history keeps it
     */
    public static FailureAdvice of(String kind) {
        return switch (kind) {
            case "Unauthorised" ->
                    new FailureAdvice(
                            "Credentials that the other system accepts.",
                            "Renew the credentials of the card's connection, then run it again from"
                                    + " the failed card.");
            case "NotFound" ->
                    new FailureAdvice(
                            "That what the card names exists: a record of the other system, a flow"
                                    + " that is on, an installed card.",
                            "Make it, or name another on the card. Run it again from the failed"
                                    + " card, or from the start when the flow was changed.");
            case "RateLimited" ->
                    new FailureAdvice(
                            "Fewer calls of the other system in that time.",
                            "Run it again later from the failed card. Let the card retry by itself"
                                    + " in its error handling.");
            case "Unavailable" ->
                    new FailureAdvice(
                            "That the other system can be reached and answers.",
                            "See whether it works and whether the connection's address is right,"
                                    + " then run it again from the failed card. Let the card retry"
                                    + " by itself in its error handling.");
            case "Rejected" ->
                    new FailureAdvice(
                            "A call that the other system accepts.",
                            "Correct what the card was given or the settings that the message"
                                    + " names, then run it again.");
            case "Timeout" ->
                    new FailureAdvice(
                            "An answer in the time that the card has.",
                            "See in the other system whether it happened all the same, then run it"
                                    + " again from the failed card.");
            case "Denied" ->
                    new FailureAdvice(
                            "That no guard rail, and nobody who is asked, stops the card.",
                            "Nothing was done. The message says what stopped it; see whether the"
                                    + " flow should do this at all before you run it again.");
            case "Raised" ->
                    new FailureAdvice(
                            "What the flow checks before it goes on.",
                            "The flow ended with this error on purpose; its message says why.");
            default ->
                    new FailureAdvice(
                            "Inputs and settings that the card can work with.",
                            "Correct the card, or what is linked to the input that the message"
                                    + " names, then run it again from the start.");
        };
    }
}
