package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Journal.Entry;

/** What an execution that goes on where another failed may take over of its saved frames. */
public final class SavedFrames {
    private static final String NAME = "frame";

    private SavedFrames() {}

    /**
     * The entry as the new execution needs it: a frame that stands at the failed card, or at one
     * around it, stands before that card; everything else stays.
     *
     * @param failedAt the place of the card that failed
     */
    public static Entry beforeFailure(String path, Entry entry, String failedAt) {
        boolean frame = path.equals(NAME) || path.endsWith("/" + NAME);
        if (!frame || !(entry.value() instanceof ObjectNode state)) {
            return entry;
        }
        String card = path.substring(0, path.length() - NAME.length()) + state.path("card").asInt();
        if (!failedAt.equals(card) && !failedAt.startsWith(card + "/")) {
            return entry;
        }
        ObjectNode before = state.deepCopy();
        ObjectNode progress = before.withObjectProperty("progress");
        progress.retain("startedAt");
        return new Entry(entry.kind(), entry.card(), entry.inputs(), before);
    }
}
