package io.hookline.server.studio.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Flopack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Breaks files at random places, in the ways in which files are broken by people and programs. */
final class BrokenFiles {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Random random;

    BrokenFiles(long seed) {
        random = new Random(seed);
    }

    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    /** The file with one to three things wrong. */
    byte[] of(byte[] file) {
        if (random.nextInt(8) == 0) {
            return damaged(file);
        }
        ObjectNode document = Flopack.read(file);
        for (int i = upTo(2); i >= 0; i--) {
            breakOne(document);
        }
        return Flopack.bytes(document);
    }

    private byte[] damaged(byte[] file) {
        byte[] bytes = file.clone();
        switch (random.nextInt(3)) {
            case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            default -> {
                // a part of the file stands in it twice
                int from = random.nextInt(bytes.length);
                int length = Math.min(random.nextInt(200), bytes.length - from);
                int to = random.nextInt(bytes.length - length + 1);
                System.arraycopy(file, from, bytes, to, length);
            }
        }
        return bytes;
    }

    private void breakOne(ObjectNode document) {
        JsonNode place = place(document);
        if (place instanceof ObjectNode object) {
            breakObject(object, document);
        } else if (place instanceof ArrayNode list) {
            breakList(list, document);
        }
    }

    /** Stops anywhere on the way down, so that shallow and deep places are hit alike. */
    private JsonNode place(JsonNode from) {
        JsonNode place = from;
        for (int depth = random.nextInt(18); depth > 0; depth--) {
            List<JsonNode> inside = new ArrayList<>();
            place.forEach(child -> {
                if (child.isContainerNode() && !child.isEmpty()) {
                    inside.add(child);
                }
            });
            if (inside.isEmpty()) {
                break;
            }
            place = inside.get(random.nextInt(inside.size()));
        }
        return place;
    }

    private void breakObject(ObjectNode object, ObjectNode document) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(5)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(key + "x", object.remove(key));
            case 2 -> {
                // two things change places: links and orders then lead elsewhere
                String other = keys.get(random.nextInt(keys.size()));
                JsonNode value = object.get(key);
                object.set(key, object.get(other));
                object.set(other, value);
            }
            default -> object.set(key, value(object.get(key), document));
        }
    }

    private void breakList(ArrayNode list, ObjectNode document) {
        int index = random.nextInt(list.size());
        switch (random.nextInt(4)) {
            case 0 -> list.remove(index);
            case 1 -> list.add(list.get(index).deepCopy());
            case 2 -> list.insert(0, list.remove(index));
            default -> list.set(index, value(list.get(index), document));
        }
    }

    private JsonNode value(JsonNode before, ObjectNode document) {
        return switch (random.nextInt(13)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextInt());
            case 3 -> JSON.numberNode(new java.math.BigDecimal("1e300"));
            case 4 -> JSON.textNode("");
            case 5 -> JSON.textNode("x".repeat(random.nextInt(3_000)));
            case 6 -> JSON.textNode("\ud800 half a character");
            case 7 -> JSON.arrayNode().add(before.deepCopy());
            case 8 -> JSON.objectNode().set("x", before.deepCopy());
            case 9 -> deep(before);
            // the same thing in two places, or inside of itself
            case 10 -> place(document).deepCopy();
            case 11 -> JSON.objectNode();
            default ->
                    before.isTextual()
                            ? JSON.textNode(before.textValue() + "\u0000é\"")
                            : JSON.textNode(before.asText("odd"));
        };
    }

    private JsonNode deep(JsonNode before) {
        JsonNode deep = before.deepCopy();
        for (int i = random.nextInt(150); i > 0; i--) {
            deep = JSON.arrayNode().add(deep);
        }
        return deep;
    }
}
