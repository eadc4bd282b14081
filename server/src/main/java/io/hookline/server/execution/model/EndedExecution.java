package io.hookline.server.execution.model;

import io.hookline.flow.engine.FailedCard;
import io.hookline.flow.engine.Outcome;
import io.hookline.server.execution.masking.Excerpt;
import io.hookline.server.execution.masking.Masker;

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
public record EndedExecution(
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
    public boolean mayGoOn() {
        return status == Status.FAILURE
                && head.savesData()
                && head.parent().isEmpty()
                && failure.filter(why -> !why.path().isEmpty()).isPresent();
    }

    /** About how many bytes of its history are written with its end. */
    public long size() {
        return record.map(bytes -> bytes.length).orElse(0)
                + payload.map(bytes -> bytes.length).orElse(0)
                + failure.map(why -> why.text().length()).orElse(0);
    }

    public EndedExecution withPayload(byte[] sealed) {
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
     * @param at the card, and the beginnings of what it was given; none when data is not saved
     */
    public record Failure(String kind, String message, FailedCard at) {
        private static final int MESSAGE = 4_000;
        private static final int INPUTS = 2_000;
        private static final int TEXT = 200;

        /** Without secrets, and small enough for a row. */
        public static Failure of(Outcome.Failed failed, Masker masker) {
            FailedCard at = failed.at();
            return new Failure(
                    failed.failure().kind(),
                    Excerpt.of(masker.mask(String.valueOf(failed.failure().getMessage())), MESSAGE),
                    new FailedCard(
                            at.path(),
                            masker.mask(at.title()),
                            at.card(),
                            at.method(),
                            Excerpt.masked(at.inputs(), INPUTS, TEXT, masker),
                            at.helper().map(helper -> masked(helper, masker))));
        }

        private static FailedCard.Helper masked(FailedCard.Helper helper, Masker masker) {
            return new FailedCard.Helper(
                    helper.execution(),
                    helper.flow(),
                    masker.mask(helper.name()),
                    helper.path(),
                    masker.mask(helper.title()),
                    helper.card(),
                    helper.method());
        }

        public Failure kindOnly() {
            return new Failure(kind, "", FailedCard.NONE);
        }

        /** The card's place; empty when no card failed. */
        public String path() {
            return at.path();
        }

        /** All in which a text may be looked for. */
        public String text() {
            return kind + " " + message + " " + at.title() + " " + at.inputs();
        }
    }
}
