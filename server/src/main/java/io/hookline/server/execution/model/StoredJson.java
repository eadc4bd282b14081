package io.hookline.server.execution.model;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.hookline.flow.value.Nesting;
import io.hookline.server.json.CallersJsonFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

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

    /** No JSON begins so: the characters follow as they are, two bytes each. */
    private static final byte CHARACTERS = 1;

    private StoredJson() {}

    /**
     * The bytes of a value, which read again give the same one. Half a character, which cards may
     * cut out of a text, has no bytes in UTF-8; a value that holds one is kept character by
     * character.
     */
    public static byte[] bytes(JsonNode value) {
        try {
            try {
                return MAPPER.writeValueAsBytes(value);
            } catch (JsonGenerationException halfCharacter) {
                String json = MAPPER.writeValueAsString(value);
                ByteBuffer bytes = ByteBuffer.allocate(1 + 2 * json.length()).put(CHARACTERS);
                bytes.asCharBuffer().put(json);
                return bytes.array();
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a value that cannot be written", impossible);
        }
    }

    /** The value that was written, behind so many other bytes. */
    public static JsonNode read(byte[] bytes, int from) {
        try {
            if (bytes.length > from && bytes[from] == CHARACTERS) {
                int start = from + 1;
                return MAPPER.readTree(
                        ByteBuffer.wrap(bytes, start, bytes.length - start)
                                .asCharBuffer()
                                .toString());
            }
            return MAPPER.readTree(bytes, from, bytes.length - from);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
