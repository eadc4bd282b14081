package io.hookline.flow.engine;

import io.hookline.flow.card.CardFailure;

import java.time.Instant;
import java.util.Optional;

/** How an execution ended, or why it is not running now. */
public sealed interface Outcome {
    /** It ran to its end; with a reply when a Return card was reached. */
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
     * @param at the card; within nested flows the innermost one
     */
    record Failed(CardFailure failure, FailedCard at) implements Outcome {
        public Failed(CardFailure failure, String path, String title) {
            this(failure, new FailedCard(path, title));
        }

        /** The card's place. */
        public String path() {
            return at.path();
        }

        /** The card's title. */
        public String title() {
            return at.title();
        }
    }

    /** It was cancelled. */
    record Cancelled() implements Outcome {}

    /**
     * It was suspended and resumes later where it stopped, in this process or the next.
     *
     * @param waits what for; empty when it can go on at any time: the server ends, or is halted
     */
    record Suspended(Optional<Wait> waits) implements Outcome {
        public Suspended() {
            this(Optional.empty());
        }
    }

    /**
     * What an execution waits for.
     *
     * @param until when it goes on at the latest
     * @param pause where it stands when a call from outside lets it go on earlier
     */
    record Wait(Instant until, Optional<Pause> pause) {
        static Wait until(Instant until) {
            return new Wait(until, Optional.empty());
        }
    }

    /**
     * A Pause card that was reached.
     *
     * @param path its place: what the resuming call brings is recorded at {@link #resumed}
     * @param reply what the caller is answered
     */
    record Pause(String path, Reply reply) {
        /** The path in the journal for what a resuming call brings. */
        public static String resumed(String path) {
            return path + "/resumed";
        }
    }
}
