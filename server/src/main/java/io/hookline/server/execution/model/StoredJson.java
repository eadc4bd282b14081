package io.hookline.server.execution.model;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.hookline.flow.value.Nesting;
import io.hookline.server.json.CallersJsonFactory;

/** How executions keep JSON: payloads, journal entries and records of history. */
public final class StoredJson {
    /** Of a value each level may be a shared one, which takes three, and a record is around it. */
    private static final int DEPTH = 3 * Nesting.DEEPEST + 50;

    /** What we wrote ourselves: deeper than what callers may send, since values nest in it. */
    public static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            new CallersJsonFactory(
                                    new JsonFactoryBuilder()
                                            // Not for each thread: executions run on threads of
                                            // their own.
                                            .recyclerPool(
                                                    JsonRecyclerPools.sharedConcurrentDequePool())
                                            .streamReadConstraints(
                                                    StreamReadConstraints.builder()
                                                            .maxNestingDepth(DEPTH)
                                                            .maxNumberLength(10_000)
                                                            .maxStringLength(Integer.MAX_VALUE)
                                                            .build())
                                            .streamWriteConstraints(
                                                    StreamWriteConstraints.builder()
                                                            .maxNestingDepth(DEPTH)
                                                            .build())))
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private StoredJson() {}
}
