package io.hookline.server.execution.recording;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;

/** What the writer and the reader of records agree on. */
public final class HistoryFormat {
    /**
     * Marks shared values. A value that several cards saw is written once, as {@code {"\0":
     * [number, value]}}, and then pointed at, as {@code {"\0": number}}. A key of a flow's own that
     * begins with the mark is written with one more.
     */
    static final char SHARED = '\0';

    static final SerializableString SHARED_NAME = new SerializedString("\0");

    /** Steps in one record. */
    public static final int CHUNK = 1_000;

    private HistoryFormat() {}
}
