package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Optional;

/**
 * One card that ran, as the history shows it.
 *
 * @param path where, and in which round
 * @param card id of the card, for example {@code string.compose}
 * @param title the title that the flow gives it
 * @param status how it ended
 * @param attempt counted from 1
 * @param startedAt when
 * @param millis how long, in milliseconds
 * @param inputs by key, groups as nested objects; a missing node when data is not saved
 * @param outputs likewise
 * @param error why it failed
 * @param helpers how many helpers it ran
 * @param progress how far it is or got; only of cards that loop or stream
 * @param hidden whether the editor generated the card
 * @param note what else must be known, for example that the effect may have run twice
 */
public record Step(
        String path,
        String card,
        String title,
        Status status,
        int attempt,
        Instant startedAt,
        double millis,
        JsonNode inputs,
        JsonNode outputs,
        Optional<Error> error,
        int helpers,
        Optional<Progress> progress,
        boolean hidden,
        Optional<String> note) {

    /** How a step ended. */
    public enum Status {
        /** It runs now; reported for loops, whose progress is known. */
        RUNNING,
        /** It waits now, for a time or for helpers that wait. */
        WAITING,
        SUCCESS,
        FAILURE,
        /** A false Continue If: the flow stops here, successfully. */
        STOPPED,
        /** An effect that was recorded and withheld (observe, dry run). */
        WITHHELD
    }

    /**
     * The progress of a loop or a stream.
     *
     * @param done how many of its helpers have ended
     * @param of how many there will be; empty for a stream
     */
    public record Progress(int done, Optional<Integer> of) {}

    /**
     * Why a step failed.
     *
     * @param kind the card failure's kind
     * @param message what was attempted, expected, and what to do
     * @param note the step's note, once more beside the error
     * @param object what an error handler gets; a missing node when data is not saved
     */
    public record Error(String kind, String message, Optional<String> note, JsonNode object) {}
}
