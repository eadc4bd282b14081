package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Values of every shape that a tree in memory can have, also those that JSON has no word for. */
final class OddValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Random random;

    OddValues(long seed) {
        this.random = new Random(seed);
    }

    JsonNode next() {
        return next(4);
    }

    private JsonNode next(int depth) {
        List<Supplier<JsonNode>> shapes =
                List.of(
                        MissingNode::getInstance,
                        JSON::nullNode,
                        () -> JSON.textNode(""),
                        () -> JSON.booleanNode(random.nextBoolean()),
                        this::text,
                        this::number,
                        this::date,
                        this::file,
                        () -> JSON.binaryNode(new byte[] {1, 2, 3}),
                        JSON::objectNode,
                        JSON::arrayNode,
                        () -> list(depth),
                        () -> object(depth),
                        this::deep);
        return shapes.get(random.nextInt(shapes.size())).get();
    }

    private JsonNode text() {
        return JSON.textNode(
                one(
                        List.of(
                                "null",
                                "true",
                                "7",
                                " ",
                                "Ünï 😀",
                                "\uD83D",
                                "a\uDE00b",
                                "\u0000",
                                "\uFEFF{}",
                                "[1]",
                                "line\nbreak\t\"\\",
                                "\u2028")));
    }

    private JsonNode number() {
        return one(
                List.of(
                        JSON.numberNode(0),
                        JSON.numberNode(-1L << 40),
                        JSON.numberNode(new BigInteger("9".repeat(300))),
                        DecimalNode.valueOf(new BigDecimal("1.50")),
                        DecimalNode.valueOf(new BigDecimal("1e-399")),
                        DecimalNode.valueOf(new BigDecimal("-12345678901234567890.0001")),
                        DecimalNode.valueOf(new BigDecimal("1e3")),
                        JSON.numberNode(0.1),
                        JSON.numberNode(-0.0),
                        JSON.numberNode(1e300),
                        JSON.numberNode(0.1f),
                        JSON.numberNode((short) 7),
                        JSON.numberNode(Double.NaN),
                        JSON.numberNode(Float.NEGATIVE_INFINITY)));
    }

    private JsonNode date() {
        return JSON.textNode(one(List.of("2024-02-29T23:59:59.999Z", "0001-01-01T00:00:00.000Z")));
    }

    private JsonNode file() {
        return JSON.objectNode()
                .put("name", "a.bin")
                .put("contentType", "application/octet-stream")
                .put("base64", "AAEC/w==");
    }

    private ArrayNode list(int depth) {
        ArrayNode list = JSON.arrayNode();
        for (int i = random.nextInt(4); depth > 0 && i > 0; i--) {
            list.add(next(depth - 1));
        }
        return list;
    }

    private ObjectNode object(int depth) {
        ObjectNode object = JSON.objectNode();
        for (String key : List.of("id", "dotted.key", "", "Ünï", "\uD83D", "null")) {
            if (depth > 0 && random.nextBoolean()) {
                object.set(key, next(depth - 1));
            }
        }
        return object;
    }

    private JsonNode deep() {
        JsonNode inner = random.nextBoolean() ? MissingNode.getInstance() : JSON.nullNode();
        for (int i = 0; i < 400; i++) {
            inner = i % 2 == 0 ? JSON.arrayNode().add(inner) : JSON.objectNode().set("in", inner);
        }
        return inner;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
