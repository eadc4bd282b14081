package io.hookline.flow.engine;

import io.hookline.flow.card.CardFailure;

import java.util.Optional;

/** How an execution ended, or why it is not running now. */
public sealed interface Outcome {
    /** It ran to its end; the reply is there when a Return card was reached. */
    record Completed(Optional<Reply> reply) implements Outcome {}

    /**
     * A Continue If was false: success, stopped early.
     *
     * @param by title of the card
     * @param message its message; empty when none is set
     */
    record Stopped(String by, String message) implements Outcome {}

    /**
     * A card failed and nothing handled it.
     *
     * @param path the card's place
     * @param title the card's title
     */
    record Failed(CardFailure failure, String path, String title) implements Outcome {}

    /** It was cancelled. */
    record Cancelled() implements Outcome {}

    /** It was put aside by a shutdown and goes on after the next start. */
    record Suspended() implements Outcome {}
}
