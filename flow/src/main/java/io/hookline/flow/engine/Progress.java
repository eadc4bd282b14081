package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The state of one card while it runs, for its step and for resuming after a wait. */
final class Progress {
    Step.Status status = Step.Status.SUCCESS;
    Optional<String> note = Optional.empty();
    int helpers;

    /** Whether each helper is that of an item or a record. */
    boolean loops;

    /** How many items there are, where that is known. */
    Optional<Integer> items = Optional.empty();

    /** Counted from 1; the next one while the card waits between two. */
    int attempt = 1;

    /** When the present attempt started. */
    Instant startedAt;

    private long startNanos = System.nanoTime();

    /** Whether it resumed after a wait, so that its duration is measured by the clock. */
    boolean resumed;

    /** Until when the card waits, or waits before its next attempt. */
    Optional<Instant> until = Optional.empty();

    /** How often this attempt was put off because the other system takes no more calls yet. */
    int postponed;

    /** Since when it takes none; empty as long as it answers. */
    Optional<Instant> limitedSince = Optional.empty();

    /** Which of its nested flows runs; empty before that is decided. */
    String choice = "";

    /** The error that a nested flow handles. */
    JsonNode error = MissingNode.getInstance();

    /** The final failure of the card; only its error policy remains to be applied. */
    Optional<Outcome.Failed> failure = Optional.empty();

    /** Where the failure began, when a helper of the card failed. */
    Optional<FailedCard.Helper> failedHelper = Optional.empty();

    /** Limits the call that is being made. */
    Optional<CallTimeout> timeout = Optional.empty();

    /** Whether the inputs are resolved, all or up to one that cannot be. */
    boolean resolved;

    /** The resolved inputs so far; those after a failed one stay null. */
    final JsonNode[] values;

    /** The input that is being resolved. */
    int resolving;

    Progress(int inputs, Instant startedAt) {
        this.values = new JsonNode[inputs];
        this.startedAt = startedAt;
    }

    /** The progress of a loop or a stream. */
    Optional<Step.Progress> loop() {
        return loops ? Optional.of(new Step.Progress(helpers, items)) : Optional.empty();
    }

    void note(String text) {
        note = Optional.of(note.map(earlier -> earlier + " " + text).orElse(text));
    }

    /** What people should know of this attempt. */
    Optional<String> remarks() {
        if (postponed == 0) {
            return note;
        }
        String waited =
                "Waited "
                        + (postponed == 1 ? "once" : postponed + " times")
                        + " for the rate limit of the other system.";
        return Optional.of(note.map(other -> waited + " " + other).orElse(waited));
    }

    /** A further attempt starts. */
    void begin(Instant now) {
        startedAt = now;
        startNanos = System.nanoTime();
        resumed = false;
    }

    double millis(Instant now) {
        return resumed
                ? Duration.between(startedAt, now).toMillis()
                : (System.nanoTime() - startNanos) / 1e6;
    }

    /** The journal path of the current attempt; later attempts have paths of their own. */
    String place(String path) {
        return attempt == 1 ? path : path + "/retry[" + attempt + "]";
    }

    /** The journal path of the call itself: one that was put off did nothing, the next may. */
    String callPlace(String place) {
        return postponed == 0 ? place : place + "/again[" + postponed + "]";
    }

    /** Resets the state for the next attempt. */
    void prepareRetry(Instant startingAt) {
        attempt++;
        until = Optional.of(startingAt);
        startedAt = startingAt;
        choice = "";
        error = MissingNode.getInstance();
        status = Step.Status.SUCCESS;
        note = Optional.empty();
        postponed = 0;
        limitedSince = Optional.empty();
        helpers = 0;
        loops = false;
        items = Optional.empty();
        failedHelper = Optional.empty();
        resolved = false;
    }
}
