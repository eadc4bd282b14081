package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.value.Comparison;
import io.hookline.server.json.Json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** Values that flows meet, the odd ones as often as the plain ones. */
final class RandomValues {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "b,a,,c",
                    " padded ",
                    "7",
                    "-3.50",
                    "1e3",
                    "true",
                    "null",
                    "Ünï çödé 😀",
                    "e\u0301",
                    "{\"a\":{\"b\":1.50}}",
                    "[1,\"two\",null]",
                    "2024-02-29T23:59:59.999Z",
                    "line\nbreak\t\"quoted\" \\",
                    "ada@example.org",
                    "10.1.2.3");
    private static final List<String> DATES =
            List.of(
                    "2024-02-29T23:59:59.999Z",
                    "2026-03-29T01:00:00.000Z",
                    "1969-12-31T23:59:59.001Z",
                    "9999-01-01T00:00:00.000Z");
    private static final List<String> NUMBERS =
            List.of(
                    "0",
                    "1",
                    "-1",
                    "2",
                    "10",
                    "0.1",
                    "-2.50",
                    "2147483648",
                    "132539328000000000",
                    "12345678901234567890.123456789",
                    "0.0000001");

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    String operator() {
        return one(List.of(Comparison.values())).word();
    }

    /** A value of a type, its word with {@code []} for a list. */
    JsonNode of(String type) {
        if (type.endsWith("[]")) {
            ArrayNode list = Json.MAPPER.createArrayNode();
            for (int i = upTo(4); i > 0; i--) {
                list.add(of(type.substring(0, type.length() - 2)));
            }
            return list;
        }
        return switch (type) {
            case "string" -> Json.MAPPER.getNodeFactory().textNode(one(TEXTS));
            case "number" -> Json.MAPPER.getNodeFactory().numberNode(new BigDecimal(one(NUMBERS)));
            case "boolean" -> Json.MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case "Date" -> Json.MAPPER.getNodeFactory().textNode(one(DATES));
            case "object" -> object(2);
            default -> chance(20) ? Json.MAPPER.nullNode() : of(one(RandomFlow.TYPES));
        };
    }

    private ObjectNode object(int depth) {
        ObjectNode object = Json.object();
        for (String key : List.of("id", "name", "n", "dotted.key", "with space", "list")) {
            if (chance(50)) {
                object.set(
                        key,
                        switch (key) {
                            case "n" -> of("number");
                            case "list" -> of("number[]");
                            case "name" -> depth > 0 && chance(30) ? object(depth - 1) : of("*");
                            default -> of("string");
                        });
            }
        }
        return object;
    }
}
