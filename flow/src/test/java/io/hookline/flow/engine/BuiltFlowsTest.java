package io.hookline.flow.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.model.Flow;
import io.hookline.flow.value.JsonText;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Flows as the console's builder makes them, each with another construct, do what a person who
 * built them would expect. {@code console/src/builder/document/built.ts} builds them.
 */
class BuiltFlowsTest extends EngineTest {
    private static final JsonNode FLOWS = read();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Size       | {\"n\": 11} | {\"size\":\"big: 11\",\"n\":\"11\"}",
                "Size       | {\"n\": 10} | {\"size\":\"small\",\"n\":\"10\"}",
                "Kind       | {\"o\": {\"kind\": \"deep\", \"a\": {\"x\": \"X\"}}} |"
                        + " {\"kind\":\"X-deep\"}",
                "Kind       | {\"o\": {\"kind\": \"deep\", \"a\": {}}} | {\"kind\":\"nothing\"}",
                "Kind       | {\"o\": {\"kind\": \"other\"}} | {\"kind\":\"second\"}",
                "Kind       | {\"o\": {}} | {\"kind\":\"else\"}",
                "Name       | {\"json\": \"{\\\"user\\\": {\\\"name\\\": \\\"Ada\\\"}}\"} |"
                        + " {\"name\":\"Ada\"}",
                "Name       | {\"json\": \"{no\"} | {\"name\":\"failed: {no\"}",
                "Call       | {\"who\": {\"first\": \"Ada\"}} | {\"said\":\"Hello Ada!\"}",
                "Loop       | {\"people\": [{\"Full Name\": \"Ada\"}, {\"Full Name\": \"Bo\"}]}"
                        + " | {\"all\":[{\"text\":\"Hi Ada!\"},{\"text\":\"Hi Bo!\"}]}",
                "Convert    | {\"t\": \"7.5\", \"n\": 3, \"o\": {\"a\": 1}, \"b\": true} |"
                    + " {\"number\":7.5,\"text\":\"3\",\"list\":[\"7.5\"],\"json\":\"{\\\"a\\\":1}\",\"numbers\":[7.5],\"yes\":\"true\"}",
                "Quiet      | {\"json\": \"{\\\"a\\\": \\\"b\\\"}\"} | {\"read\":\"b\"}",
                "Quiet      | {\"json\": \"{\"} | {}",
                "Rearranged | {\"n\": 11} | {\"size\":\"big: 11\",\"n\":\"11\"}",
                "Rearranged | {\"n\": 10} | {\"size\":\"small\",\"n\":\"10\"}",
                "Extracted  | {\"n\": 11} | {\"size\":\"big: 11\",\"n\":\"11\"}",
                "Extracted  | {\"n\": 10} | {\"size\":\"small\",\"n\":\"10\"}",
                "Inlined    | {\"who\": {\"first\": \"Ada\"}} | {\"said\":\"Hello Ada!\"}"
            })
    void runsAsItWasBuilt(String name, String given, String expected) {
        JsonNode built = find(name);
        for (JsonNode helper : built.path("helpers")) {
            Flow read = Flow.read((ObjectNode) helper);
            world.helpers.put(read.id(), read);
        }
        Map<String, JsonNode> fields = new HashMap<>();
        JsonText.read(given)
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue()));

        Outcome outcome = run(Flow.read((ObjectNode) built.path("flow")), fields);

        assertThat(fields(outcome)).isEqualTo(expected);
    }

    private static JsonNode find(String name) {
        for (JsonNode built : FLOWS) {
            if (built.path("name").asText().equals(name)) {
                return built;
            }
        }
        throw new AssertionError("No flow " + name + " was built");
    }

    private static JsonNode read() {
        try (InputStream in = BuiltFlowsTest.class.getResourceAsStream("built-flows.json")) {
            return JsonText.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
