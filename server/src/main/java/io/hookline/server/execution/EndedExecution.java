package io.hookline.server.execution;

import java.time.Instant;
import java.util.Optional;

/**
 * An execution that has ended, as history keeps it.
 *
 * @param stoppedBy title of the Continue If that was false
 * @param failure why it failed
 * @param chunks full chunks that were written before the record
 * @param record the last steps; empty when data is not saved
 * @param payload what started it, sealed, where the record does not hold it whole
 */
record EndedExecution(
        Head head,
        Status status,
        Optional<String> stoppedBy,
        Optional<Failure> failure,
        Instant startedAt,
        Instant endedAt,
        int chunks,
        Optional<byte[]> record,
        Optional<byte[]> payload) {

    /** Whether it can be run again from the card that failed: its journal is then kept. */
    boolean mayGoOn() {
        return status == Status.FAILURE
                && head.savesData()
                && head.parent().isEmpty()
                && failure.filter(why -> !why.path().isEmpty()).isPresent();
    }

    EndedExecution withPayload(byte[] sealed) {
        return new EndedExecution(
                head,
                status,
                stoppedBy,
                failure,
                startedAt,
                endedAt,
                chunks,
                record,
                Optional.of(sealed));
    }

    /**
     * Why an execution failed.
     *
     * @param kind the card failure's kind
     * @param message what happened; empty when data is not saved
     * @param path the card's place; empty when no card failed
     * @param title the card's title; empty when no card failed or data is not saved
     */
    record Failure(String kind, String message, String path, String title) {
        Failure kindOnly() {
            return new Failure(kind, "", "", "");
        }
    }
}
