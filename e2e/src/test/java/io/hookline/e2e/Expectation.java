package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one flow of a published file must do with some inputs, worked out by hand: how it ends and
 * what each card gives. See {@code e2e/src/test/expectations/README.md}.
 */
record Expectation(String name, JsonNode json) {
    static Expectation read(Path file) {
        try {
            return new Expectation(
                    file.getFileName().toString().replace(".json", ""),
                    Api.JSON.readTree(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    String file() {
        return json.path("file").asText() + ".flopack";
    }

    String flow() {
        return json.path("flow").asText();
    }

    JsonNode inputs() {
        return json.has("inputs") ? json.get("inputs") : JsonNodeFactory.instance.objectNode();
    }

    boolean has(String name) {
        return json.has(name);
    }

    /** Those whose cards {@code world} answers. */
    Set<String> connectors() {
        return part("world")
                .propertyStream()
                .map(card -> card.getKey().replaceFirst("\\..*", ""))
                .collect(Collectors.toSet());
    }

    JsonNode part(String name) {
        return json.path(name);
    }

    /** What of a value is not as expected; everything that is not mentioned must be blank. */
    static List<String> differences(String at, JsonNode expected, JsonNode actual) {
        List<String> found = new ArrayList<>();
        if (expected.isObject() && actual.isObject()) {
            expected.properties()
                    .forEach(field ->
                            found.addAll(
                                    differences(
                                            at + "." + field.getKey(),
                                            field.getValue(),
                                            actual.path(field.getKey()))));
            actual.properties()
                    .forEach(field -> {
                        if (!expected.has(field.getKey()) && !isBlank(field.getValue())) {
                            found.add(
                                    at
                                            + "."
                                            + field.getKey()
                                            + " is not expected: "
                                            + field.getValue());
                        }
                    });
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++) {
                found.addAll(differences(at + "[" + i + "]", expected.get(i), actual.get(i)));
            }
        } else if (!isSame(expected, actual)) {
            found.add(at + " is " + actual + ", expected " + expected);
        }
        return found;
    }

    private static boolean isSame(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        if (expected.isTextual() && expected.textValue().startsWith("~")) {
            return actual.isTextual()
                    && actual.textValue().matches("(?s)" + expected.textValue().substring(1));
        }
        if (expected.isTextual() && expected.textValue().equals("*")) {
            return !isBlank(actual);
        }
        return expected.isNull() ? isBlank(actual) : expected.equals(actual);
    }

    private static boolean isBlank(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isTextual() && value.textValue().isEmpty()
                || value.isContainerNode() && allBlank(value);
    }

    private static boolean allBlank(JsonNode container) {
        for (JsonNode part : container) {
            if (container.isArray() || !isBlank(part)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
