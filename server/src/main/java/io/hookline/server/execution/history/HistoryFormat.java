package io.hookline.server.execution.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.hookline.flow.value.Nesting;

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

    /** Of a value each level may be a shared one, which takes three, and a record is around it. */
    private static final int DEPTH = 3 * Nesting.DEEPEST + 50;

    /** What we wrote ourselves: deeper than what callers may send, since values nest in it. */
    public static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    // Not for each thread: executions run on threads of their own.
                                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH)
                                                    .maxNumberLength(10_000)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .streamWriteConstraints(
                                            StreamWriteConstraints.builder()
                                                    .maxNestingDepth(DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private HistoryFormat() {}
}
