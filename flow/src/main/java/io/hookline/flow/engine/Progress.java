package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Optional;

/** What becomes known of one card while it runs, for its step. */
final class Progress {
    Step.Status status = Step.Status.SUCCESS;
    Optional<String> note = Optional.empty();
    int helpers;

    /** The resolved inputs so far; those after a failed one stay null. */
    final JsonNode[] values;

    Progress(int inputs) {
        this.values = new JsonNode[inputs];
    }

    void note(String text) {
        note = Optional.of(note.map(earlier -> earlier + " " + text).orElse(text));
    }
}
