package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Breaks documents at random places. */
final class Mutations {
    private final Random random;

    Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** A file with one to three things wrong. */
    byte[] of(byte[] file) {
        if (random.nextInt(10) == 0) {
            return damaged(file);
        }
        ObjectNode document = Flopack.read(file);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            mutate(document);
        }
        return Flopack.bytes(document);
    }

    private byte[] damaged(byte[] file) {
        byte[] bytes = file.clone();
        if (random.nextBoolean()) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        return bytes;
    }

    private void mutate(ObjectNode document) {
        JsonNode parent = document;
        // stops anywhere on the way down, so that shallow and deep places are hit alike
        for (int depth = random.nextInt(16); depth > 0; depth--) {
            List<JsonNode> inside = new ArrayList<>();
            parent.forEach(child -> {
                if (child.isContainerNode() && !child.isEmpty()) {
                    inside.add(child);
                }
            });
            if (inside.isEmpty()) {
                break;
            }
            parent = inside.get(random.nextInt(inside.size()));
        }
        if (parent instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(3)) {
                case 0 -> object.remove(key);
                case 1 -> object.set(key + "x", object.remove(key));
                default -> object.set(key, value(object.get(key), document));
            }
        } else if (parent instanceof ArrayNode list) {
            int index = random.nextInt(list.size());
            switch (random.nextInt(3)) {
                case 0 -> list.remove(index);
                case 1 -> list.add(list.get(index).deepCopy());
                default -> list.set(index, value(list.get(index), document));
            }
        }
    }

    private JsonNode value(JsonNode before, ObjectNode document) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(9)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(random.nextInt());
            case 3 -> json.textNode("");
            case 4 -> json.textNode("x".repeat(random.nextInt(3_000)));
            case 5 -> json.arrayNode().add(before.deepCopy());
            case 6 -> json.objectNode().set("x", before.deepCopy());
            case 7 -> document.path("version");
            default ->
                    before.isTextual()
                            ? json.textNode(before.textValue() + "\u0000é\"")
                            : json.objectNode();
        };
    }
}
