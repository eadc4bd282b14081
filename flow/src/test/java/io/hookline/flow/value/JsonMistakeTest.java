package io.hookline.flow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** A message says what is wrong with the text, not what the parser is called. */
class JsonMistakeTest {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            com.fasterxml.jackson.core.JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(50)
                                                    .maxNumberLength(50)
                                                    .maxStringLength(5_000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static JsonProcessingException mistake(byte[] text) {
        return catchThrowableOfType(JsonProcessingException.class, () -> MAPPER.readTree(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1, \"a\": 2} | the member 'a' stands there twice",
                "{\"a\": oops} | 'oops' is no JSON value; texts stand between double quotation"
                        + " marks",
                "{a: 1} | the character 'a' cannot stand there",
                "{\"a\": 1 \"b\": 2} | the character '\"' cannot stand there",
                "{'a': 1} | the character ''' cannot stand there",
                "[1, 2 | the text ends before the JSON is complete",
                "{\"a\": \"x | the text ends before the JSON is complete",
                "[1} | the bracket that closes does not fit the one that opened",
                "{\"a\": 01} | a number is not written as JSON has it",
                "{\"a\": 1.} | the character '}' cannot stand there",
                "{\"a\": \"\\q\"} | after the backslash something else was expected",
                "{} {} | there is more after the end of the document",
            })
    void isToldInOurWords(String text, String reason) {
        var mistake = mistake(text.getBytes(StandardCharsets.UTF_8));

        assertThat(JsonMistake.reason(mistake)).isEqualTo(reason);
        assertThat(JsonMistake.place(mistake)).matches("line 1, column \\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "9", "\"x\""})
    void whatIsBeyondTheBoundsIsToldToo(String part) {
        String text = part.equals("\"x\"") ? "\"" + "x".repeat(9_000) + "\"" : part.repeat(9_000);

        assertThat(JsonMistake.reason(mistake(text.getBytes(StandardCharsets.UTF_8))))
                .isIn(
                        "it is nested too deep",
                        "a number has too many digits",
                        "a text or name is too long");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingOfTheParserIsShown(long seed) {
        byte[] whole =
                "{\"name\": \"ä\\n\\u00e4\", \"list\": [1, -2.5e3, true, null], \"o\": {\"x\": {}}}"
                        .getBytes(StandardCharsets.UTF_8);
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] text = whole.clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            var mistake = mistake(text);
            if (mistake != null) {
                assertThat(JsonMistake.place(mistake) + JsonMistake.reason(mistake))
                        .as("seed %d, %s", seed, new String(text, StandardCharsets.ISO_8859_1))
                        .doesNotContainPattern(
                                "[a-z]+\\.[a-z]+\\.|[A-Z]{3,}_|CHAR|token|Json[A-Z]|\\(code");
            }
        }
    }
}
