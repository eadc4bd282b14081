package io.hookline.flow.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;

import io.hookline.flow.value.Transform.Convert;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every conversion with every type, every operator with every pair of types. */
class ValueTablesTest {
    private static Stream<String[]> rows(String table) {
        try (var in = ValueTablesTest.class.getResourceAsStream(table)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", -1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A value as the tables have it: JSON, or {@code -} for a missing one. */
    private static JsonNode value(String text) {
        return text.equals("-") ? MissingNode.getInstance() : JsonText.read(text);
    }

    private static ValueType type(String word) {
        boolean list = word.endsWith("[]");
        return ValueType.of(
                TextNode.valueOf(list ? word.substring(0, word.length() - 2) : word), list);
    }

    @TestFactory
    Stream<DynamicTest> convertsEveryValueToEveryType() {
        String[] types = rows("conversions.txt").findFirst().orElseThrow();
        return rows("conversions.txt")
                .skip(1)
                .flatMap(row ->
                        IntStream.range(1, types.length)
                                .mapToObj(column ->
                                        DynamicTest.dynamicTest(
                                                row[0] + " as " + types[column],
                                                () ->
                                                        converts(
                                                                row[0],
                                                                types[column],
                                                                row[column]))));
    }

    private static void converts(String value, String type, String expected) {
        if (expected.equals("!")) {
            assertThatThrownBy(() -> Conversion.convert(value(value), type(type)))
                    .isInstanceOf(TypeMismatch.class);
        } else {
            JsonNode converted = Conversion.convert(value(value), type(type));
            assertThat(JsonText.write(converted)).isEqualTo(expected);
            assertThat(Conversion.convert(converted, type(type))).as("again").isSameAs(converted);
        }
    }

    @TestFactory
    Stream<DynamicTest> comparesEveryPairOfTypes() {
        return rows("comparisons.txt")
                .map(row ->
                        DynamicTest.dynamicTest(row[0] + " and " + row[1], () -> compares(row)));
    }

    private static void compares(String[] row) {
        String[] left = row[0].split(" ", 2);
        String[] right = row[1].split(" ", 2);
        Set<String> holding =
                Arrays.stream(Comparison.values())
                        .filter(comparison ->
                                comparison.holds(
                                        value(left[1]),
                                        type(left[0]),
                                        value(right[1]),
                                        type(right[0])))
                        .map(comparison -> comparison.word().replace(' ', '_'))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(holding).isEqualTo(new TreeSet<>(Arrays.asList(row[2].split(" "))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parse | false | \"{\\\"a\\\":1}\" | {\"a\":1}",
                "parse | true | \"{\\\"a\\\":1}\" | [{\"a\":1}]",
                "parse | true | \"[1]\" | [1]",
                "parse | false | {\"a\":1} | {\"a\":1}",
                "dateTime | false | \"2026-01-31 10:00\" | \"2026-01-31T10:00:00.000Z\"",
                "wrapArray | false | \"x\" | [\"x\"]",
                "wrapArray | false | [1,2] | [1,2]",
                "wrapArray | false | null | null",
                "stringify | false | {\"a\":[1]} | \"{\\\"a\\\":[1]}\"",
                "stringify | true | {\"a\":1} | [\"{\\\"a\\\":1}\"]",
                "toString | false | 1.50 | \"1.5\"",
                "parseFloat | false | \" 2.50 \" | 2.5",
                "isoString | false | \"Sat, 31 Jan 2026 10:00:00 GMT\" |"
                        + " \"2026-01-31T10:00:00.000Z\"",
                "booleanToString | false | true | \"true\"",
            })
    void appliesTheConversionsOfLinks(String word, boolean force, String value, String expected) {
        JsonNode from = JsonText.read(value);

        JsonNode converted = new Transform(Convert.of(word).orElseThrow(), force).apply(from);

        assertThat(JsonText.write(converted)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2016-09-07T16:55:25.670Z | 2016-09-07T16:55:25.670Z",
                "2016-09-07T16:55:25+02:00 | 2016-09-07T14:55:25.000Z",
                "2016-09-07T16:55:25.1234567+0000 | 2016-09-07T16:55:25.123Z",
                "2016-09-07 16:55 | 2016-09-07T16:55:00.000Z",
                "2016-09-07 | 2016-09-07T00:00:00.000Z",
                "Wed, 07 Sep 2016 16:55:25 GMT | 2016-09-07T16:55:25.000Z",
                "September 7, 2016 | 2016-09-07T00:00:00.000Z",
                "Sep 7, 2016 4:55 PM | 2016-09-07T16:55:00.000Z",
                "9/7/2016 | 2016-09-07T00:00:00.000Z",
                "7 September 2016 | 2016-09-07T00:00:00.000Z",
                "2016/09/07 10:00 | 2016-09-07T10:00:00.000Z",
            })
    void readsTheUsualWaysOfWritingADate(String text, String expected) {
        assertThat(Dates.parse(text).map(Dates::text)).hasValue(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "tomorrow",
        "2016-13-01",
        "2016-02-30",
        "12345678901234567890",
        "10:00",
        "2016-09-07T99:00:00Z"
    })
    void takesNothingElseForADate(String text) {
        assertThat(Dates.parse(text)).isEmpty();
    }

    @Test
    void aNumberCannotExhaustMemory() {
        JsonNode huge = JsonText.read("1e999999999");

        assertThatThrownBy(() -> Conversion.convert(huge, ValueType.TEXT))
                .isInstanceOf(TypeMismatch.class);
        assertThatThrownBy(() -> Comparison.EQUAL.holds(huge, JsonText.read("1")))
                .isInstanceOf(TypeMismatch.class);
        assertThat(Numbers.parse("1e999999999")).isEmpty();
    }

    @Test
    void findsValuesByPath() {
        JsonNode value = JsonText.read("{\"a\": [{\"b c\": 1}], \"x.y\": 2, \"n\": null}");

        assertThat(KeyPath.get(value, "a.0.b c").intValue()).isEqualTo(1);
        assertThat(KeyPath.get(value, "x.y").intValue()).isEqualTo(2);
        assertThat(KeyPath.get(value, "a.1.b").isNull()).isTrue();
        assertThat(KeyPath.get(value, "n.more").isNull()).isTrue();
        assertThat(KeyPath.get(value, "a.-1").isNull()).isTrue();
    }
}
