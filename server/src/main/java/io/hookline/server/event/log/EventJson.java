package io.hookline.server.event.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.CallersJsonFactory;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The JSON of events: read once with every check, kept as compact bytes, and read back without. */
public final class EventJson {
    /** How deep an event may nest, so that it still fits into the envelope of a delivery. */
    static final int MAX_DEPTH = 64;

    // Names are not interned: senders choose them, and a table of the whole process must not grow
    // with what they send. The bound on tokens keeps 16 MB of `{},{},…` from becoming a gigabyte.
    private static final ObjectMapper STRICT =
            mapper(
                    new CallersJsonFactory(
                            new JsonFactoryBuilder()
                                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH + 1)
                                                    .maxNumberLength(400)
                                                    .maxTokenCount(3_000_000)
                                                    .build())));

    private static final ObjectMapper STORED =
            mapper(
                    new CallersJsonFactory(
                            new JsonFactoryBuilder()
                                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)));

    /** For our own reports, which alone are written inside a unit: they say what it found. */
    private static final ObjectMapper OWN = mapper(new JsonFactory());

    private EventJson() {}

    private static ObjectMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                // The tree notices a second member of a name anyway; to let the parser look for it
                // costs as much as all the rest.
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** A parser of what a sender sent; its values are read with {@code readValueAsTree}. */
    public static JsonParser open(byte[] body, int from, int length) {
        try {
            return STRICT.createParser(body, from, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The compact form.
     *
     * @throws JsonProcessingException when it cannot be written
     */
    public static byte[] bytes(ObjectNode event) throws JsonProcessingException {
        return STRICT.writeValueAsBytes(event);
    }

    /**
     * The compact form of a report of our own, inside a unit of the store.
     *
     * @throws JsonProcessingException when it cannot be written
     */
    static byte[] reportBytes(ObjectNode event) throws JsonProcessingException {
        return OWN.writeValueAsBytes(event);
    }

    /** An event as it was stored. */
    public static ObjectNode stored(byte[] json) {
        try {
            return (ObjectNode) STORED.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("An event in the log is damaged", e);
        }
    }
}
