package io.hookline.server.json;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.LargeInput;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** The one mapper: numbers keep their digits, duplicate keys and deep nesting are refused. */
public final class Json {
    /** How deep a document may nest. */
    public static final int MAX_DEPTH = 100;

    private static final int MAX_SHOWN = 80;

    public static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            new CallersJsonFactory(
                                    new JsonFactoryBuilder()
                                            // Shared: most of our threads live for one request.
                                            .recyclerPool(
                                                    JsonRecyclerPools.sharedConcurrentDequePool())
                                            .streamReadConstraints(
                                                    StreamReadConstraints.builder()
                                                            .maxNestingDepth(MAX_DEPTH)
                                                            .maxNumberLength(400)
                                                            .build())))
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** For texts that hold half a character, which has no bytes of its own. */
    private static final ObjectWriter ESCAPED =
            MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Parses a document; what is wrong with it is the exception's {@code getOriginalMessage()}. */
    public static JsonNode parse(byte[] json) throws JsonProcessingException {
        return LargeInput.read(json.length, () -> parsed(json));
    }

    private static JsonNode parsed(byte[] json) throws JsonProcessingException {
        try (JsonParser parser = MAPPER.createParser(json)) {
            JsonNode node = MAPPER.readTree(parser);
            if (node != null && parser.nextToken() != null) {
                throw new com.fasterxml.jackson.core.JsonParseException(
                        parser, "Unexpected text after the end of the document");
            }
            return node == null ? MAPPER.missingNode() : node;
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a value looks like in a sentence: containers by their kind, long ones cut. */
    public static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "nothing";
        }
        if (value.isContainerNode()) {
            return value.isArray() ? "a list" : "an object";
        }
        String json = value.toString();
        return json.length() > MAX_SHOWN ? json.substring(0, MAX_SHOWN) + "…" : json;
    }

    /**
     * Writes the compact UTF-8 form.
     *
     * @param begin called before each attempt: with what was written until then, nothing is done
     */
    public static void write(JsonNode node, Supplier<? extends OutputStream> begin)
            throws IOException {
        try {
            MAPPER.writeValue(begin.get(), node);
        } catch (JsonGenerationException halfCharacter) {
            ESCAPED.writeValue(begin.get(), node);
        }
    }

    /** Writes the compact UTF-8 form at once, and does not close what it is written to. */
    public static void write(JsonNode node, OutputStream out) throws IOException {
        // What is written cannot be taken back, so half a character must not come as a surprise.
        ESCAPED.without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, node);
    }

    /** The compact UTF-8 form. */
    public static byte[] bytes(JsonNode node) {
        try {
            try {
                return MAPPER.writeValueAsBytes(node);
            } catch (JsonGenerationException halfCharacter) {
                return ESCAPED.writeValueAsBytes(node);
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
