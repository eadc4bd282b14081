package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/**
 * What an execution did to the world, append-only, keyed by path ({@code
 * docs/reference/rules.md#journal}). A path names the place and the round, for example {@code
 * 4/each[17]/2}, never a running number.
 */
public interface Journal {
    /** What an earlier run of this execution recorded at that path; empty on a first run. */
    Optional<Entry> recorded(String path);

    /**
     * Writes that an uncertain effect is about to run. Returns when it is durable, together with
     * everything recorded before.
     */
    void intend(String path, String card, String inputs);

    /** Keeps a result; it becomes durable with the next durable write of this execution. */
    void record(String path, Entry entry);

    /**
     * Passes kept results to the store without waiting; called before anything that may take long.
     */
    void flush();

    /**
     * Stands for the inputs of an entry that was copied from a failed execution to the one that
     * continues it. They match any inputs, because a flow may use the id of its execution, which
     * differs.
     */
    String TAKEN_OVER = "*";

    /**
     * One row.
     *
     * @param kind what is known
     * @param card id of the card, checked on resume
     * @param inputs hash of the resolved inputs, checked on resume
     * @param value outputs, failure or value; a missing node for an intent
     */
    record Entry(Kind kind, String card, String inputs, JsonNode value) {}

    /** What a row says. */
    enum Kind {
        /** It was about to run; whether it did is not known. */
        INTENT,
        /** It ran; the value holds its outputs. */
        RESULT,
        /** It ran and failed; the value holds kind, message and status. */
        FAILURE
    }
}
