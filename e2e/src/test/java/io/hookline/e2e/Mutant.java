package io.hookline.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes a good body or expression odd in one to four places. */
final class Mutant {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SIGNS = "{}[]\",:0-.ntf\\'()&|!?= \u0000\u00e9";

    private final Random random;

    Mutant(Random random) {
        this.random = random;
    }

    /** In its members, in its bytes, or in both. */
    byte[] of(JsonNode good) {
        JsonNode copy = good.deepCopy();
        boolean members = random.nextInt(4) > 0;
        for (int i = random.nextInt(3); members && i >= 0; i--) {
            disturb(copy);
        }
        byte[] bytes = copy.toString().getBytes(StandardCharsets.UTF_8);
        return members && random.nextInt(5) > 0 ? bytes : disturbed(bytes);
    }

    /** The same for a text that is no JSON. */
    String of(String good) {
        return new String(disturbed(good.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private void disturb(JsonNode body) {
        List<JsonNode> containers = new ArrayList<>();
        collect(body, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ArrayNode array) {
            if (!array.isEmpty() && random.nextBoolean()) {
                array.remove(random.nextInt(array.size()));
            } else {
                array.add(odd());
            }
            return;
        }
        ObjectNode object = (ObjectNode) container;
        List<String> names = object.properties().stream().map(e -> e.getKey()).toList();
        if (names.isEmpty() || random.nextInt(8) == 0) {
            object.set("odd" + random.nextInt(5), odd());
        } else if (random.nextInt(3) == 0) {
            object.remove(names.get(random.nextInt(names.size())));
        } else {
            object.set(names.get(random.nextInt(names.size())), odd());
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private JsonNode odd() {
        return switch (random.nextInt(13)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.objectNode();
            case 2 -> NODES.arrayNode().addNull().add(NODES.objectNode());
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.numberNode(new java.math.BigDecimal("-1e400"));
            case 5 -> NODES.booleanNode(random.nextBoolean());
            case 6 -> NODES.textNode("x".repeat(random.nextInt(2_000)));
            case 7 -> NODES.textNode("line\r\nX-Evil: 1");
            case 8 -> NODES.textNode("\u0000\u202e\ud83d\ude00");
            case 9 -> NODES.textNode("http://[::1]:99999/%zz");
            case 10 -> NODES.textNode("+999999999-01-01T00:00:00Z");
            case 11 -> NODES.textNode("hookline.started");
            default -> NODES.textNode("");
        };
    }

    private byte[] disturbed(byte[] good) {
        byte[] bytes = good;
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes =
                    switch (random.nextInt(6)) {
                        case 0 -> replaced(bytes, at, (byte) random.nextInt(256));
                        case 1, 2 ->
                                replaced(
                                        bytes,
                                        at,
                                        (byte) SIGNS.charAt(random.nextInt(SIGNS.length())));
                        case 3 -> cut(bytes, at, at + random.nextInt(20));
                        case 4 -> doubled(bytes, at, random.nextInt(20));
                        default -> cut(bytes, at, bytes.length);
                    };
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int at, byte by) {
        byte[] copy = bytes.clone();
        copy[at] = by;
        return copy;
    }

    private static byte[] cut(byte[] bytes, int from, int to) {
        int end = Math.min(to, bytes.length);
        byte[] rest = new byte[bytes.length - (end - from)];
        System.arraycopy(bytes, 0, rest, 0, from);
        System.arraycopy(bytes, end, rest, from, bytes.length - end);
        return rest;
    }

    private static byte[] doubled(byte[] bytes, int from, int length) {
        int end = Math.min(from + length, bytes.length);
        byte[] longer = new byte[bytes.length + end - from];
        System.arraycopy(bytes, 0, longer, 0, end);
        System.arraycopy(bytes, from, longer, end, bytes.length - from);
        return longer;
    }
}
