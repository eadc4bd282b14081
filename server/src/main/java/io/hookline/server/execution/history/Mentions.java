package io.hookline.server.execution.history;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.recording.Compression;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Whether a text occurs in an execution, in capitals or not. */
final class Mentions {
    private Mentions() {}

    /**
     * Looks at the names, the error and one record.
     *
     * @param record compressed; empty when data is not saved
     */
    static boolean in(EndedExecution ended, Optional<byte[]> record, String text) {
        return names(ended.head(), text)
                || ended.stoppedBy().filter(by -> contains(by, text)).isPresent()
                || ended.failure().filter(why -> contains(why.text(), text)).isPresent()
                || record.filter(bytes -> inRecord(bytes, text)).isPresent();
    }

    private static boolean inRecord(byte[] record, String text) {
        String json = new String(Compression.expand(record), StandardCharsets.UTF_8);
        return contains(json, new String(JsonStringEncoder.getInstance().quoteAsString(text)));
    }

    /** Whether it is the flow's name, or the execution's id. */
    static boolean names(Head head, String text) {
        return contains(head.flow().name(), text) || head.id().toString().equals(text);
    }

    static boolean contains(String all, String text) {
        return all.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
