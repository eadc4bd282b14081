package io.hookline.flow.flopack;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.SharedThread;
import io.hookline.compute.Turn;
import io.hookline.flow.value.JsonMistake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A checked {@code .flopack}: folders, connections, tables and flows with everything the codec
 * relies on in its place. Unknown keys stay where they are.
 */
public final class Flopack {
    /** The largest file that is read. */
    public static final int MAX_BYTES = 64 * 1024 * 1024;

    /** How deep a file may nest; published ones reach 34. */
    static final int MAX_DEPTH = 200;

    /**
     * Bounds the memory of small values in large files; published ones reach a tenth of a million.
     */
    private static final long MAX_TOKENS = 5_000_000;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(400)
                                                    .maxStringLength(MAX_BYTES)
                                                    .maxTokenCount(MAX_TOKENS)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private final ObjectNode document;

    private Flopack(ObjectNode document) {
        this.document = document;
    }

    /**
     * Reads a file. The document of one flow counts as a file that holds nothing else.
     *
     * @throws InvalidFlopack when it is too large, no JSON or no flopack
     */
    public static Flopack parse(byte[] file) {
        JsonNode json = json(file, "The file");
        return of(isFlow(json) ? around((ObjectNode) json) : json);
    }

    private static boolean isFlow(JsonNode json) {
        return !json.has("type")
                && json.path("id").isTextual()
                && json.path("data").path("methods").isArray();
    }

    private static ObjectNode around(ObjectNode flow) {
        ObjectNode file = FlopackExport.envelope();
        ((ObjectNode) file.get("data")).putObject("flos").set(flow.get("id").textValue(), flow);
        return file;
    }

    /**
     * Takes over a document that was read elsewhere.
     *
     * @throws InvalidFlopack when it is no flopack
     */
    public static Flopack of(JsonNode document) {
        return new Flopack(FlopackCheck.file(document));
    }

    /**
     * Reads one flow: an entry of {@code data.flos}.
     *
     * @throws InvalidFlopack when it is none
     */
    public static ObjectNode flow(byte[] document) {
        JsonNode json = json(document, "The document");
        FlopackCheck.flow(json, "");
        return EarlierCards.renamed((ObjectNode) json);
    }

    /** A flow that was checked before it was stored, perhaps by an earlier version. */
    public static ObjectNode storedFlow(byte[] document) {
        return EarlierCards.renamed(read(document));
    }

    /** The stored form of a part of a file; {@link #read} gives it back. */
    public static byte[] bytes(JsonNode part) {
        assert SharedThread.mayCompute("writing a part of a flopack");
        try {
            return MAPPER.writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of a file written in lines, each level indented by so many spaces. */
    public static byte[] lines(JsonNode part, int spaces) {
        var indent = new DefaultIndenter(" ".repeat(spaces), "\n");
        var printer =
                new DefaultPrettyPrinter(
                        Separators.createDefaultInstance()
                                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentArraysWith(indent);
        printer.indentObjectsWith(indent);
        try {
            return MAPPER.writer(printer).writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A part of a file that was checked before it was stored. */
    public static ObjectNode read(byte[] part) {
        assert SharedThread.mayCompute("reading a part of a flopack");
        try {
            return (ObjectNode) MAPPER.readTree(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole file. */
    ObjectNode document() {
        return document;
    }

    /**
     * The entries of one of the maps below {@code data}, in the file's order; none when it is
     * absent.
     */
    List<ObjectNode> entries(String map) {
        List<ObjectNode> entries = new ArrayList<>();
        document.path("data").path(map).forEach(entry -> entries.add((ObjectNode) entry));
        return entries;
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads what somebody sent, and stops when that must. */
    private static final class Parser extends JsonParserDelegate {
        private static final int OFTEN = 1_024;
        private int tokens;

        Parser(JsonParser inner) {
            super(inner);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            if (++tokens % OFTEN == 0) {
                Turn.check();
            }
            return super.nextToken();
        }
    }

    private static JsonNode json(byte[] file, String what) {
        if (file.length > MAX_BYTES) {
            throw new InvalidFlopack("", what + " is larger than 64 MB.");
        }
        try (JsonParser parser = new Parser(MAPPER.createParser(file))) {
            JsonNode node = MAPPER.readTree(parser);
            if (node == null) {
                throw new InvalidFlopack("", what + " is empty; JSON was expected.");
            }
            if (parser.nextToken() != null) {
                throw new InvalidFlopack("", what + " goes on after the end of the JSON document.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new InvalidFlopack(
                    "",
                    what
                            + " is not well-formed JSON"
                            + JsonMistake.at(e)
                            + ": "
                            + JsonMistake.reason(e)
                            + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
