package io.hookline.flow.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON as text, within bounds. Fractions keep every digit that the text has. */
public final class JsonText {
    /** The longest text that a card may produce or read, in characters. */
    public static final int LONGEST = 10 * 1024 * 1024;

    private static final int LONGEST_NUMBER = 400;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** As much as a single value may take of the memory of this process. */
    private static final long HEAVIEST = Runtime.getRuntime().maxMemory() / 6;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    // Shared: an execution's thread lives no longer than it.
                                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(Nesting.DEEPEST)
                                                    .maxNumberLength(LONGEST_NUMBER)
                                                    .maxStringLength(LONGEST)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private JsonText() {}

    /**
     * Reads one JSON value.
     *
     * @throws TypeMismatch when the text is none, with the place of the first mistake
     */
    public static JsonNode read(String text) {
        if (text.length() > LONGEST) {
            throw new TypeMismatch(
                    "the text has "
                            + text.length()
                            + " characters, at most "
                            + LONGEST
                            + " are read as JSON");
        }
        if (Weight.read(text) > HEAVIEST) {
            throw new TypeMismatch(
                    "the text of "
                            + text.length()
                            + " characters would take more than "
                            + HEAVIEST / 1_000_000
                            + " megabytes of memory once it is read as JSON, a sixth of what there"
                            + " is; send less at a time");
        }
        try {
            JsonNode value = MAPPER.readTree(withoutMark(text));
            if (value.isMissingNode()) {
                throw new TypeMismatch("the text is blank, expected JSON");
            }
            return value;
        } catch (StreamConstraintsException beyond) {
            throw new TypeMismatch(
                    "the text of "
                            + text.length()
                            + " characters is beyond what is read as JSON: at most "
                            + Nesting.DEEPEST
                            + " levels of nesting and numbers of "
                            + LONGEST_NUMBER
                            + " digits");
        } catch (JsonProcessingException mistake) {
            var place = mistake.getLocation();
            throw new TypeMismatch(
                    "the text of "
                            + text.length()
                            + " characters is no JSON: mistake"
                            + (place == null
                                    ? ""
                                    : " in line "
                                            + place.getLineNr()
                                            + ", column "
                                            + place.getColumnNr()));
        }
    }

    /** The text without a byte order mark before it, which RFC 8259 lets readers ignore. */
    static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** The compact text of a value. */
    public static String write(JsonNode value) {
        try {
            String text = MAPPER.writeValueAsString(value);
            if (text.length() > LONGEST) {
                throw new TypeMismatch(
                        "the JSON text would have "
                                + text.length()
                                + " characters, at most "
                                + LONGEST
                                + " are possible");
            }
            return text;
        } catch (JsonProcessingException mistake) {
            throw new TypeMismatch("the value cannot be written as JSON: it is nested too deep");
        }
    }
}
