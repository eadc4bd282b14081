package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.flow.value.Numbers;
import io.hookline.flow.value.TypeMismatch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Hashes that identify resolved inputs and the executions of helpers. */
final class Fingerprint {
    private static final int BYTES = 16;

    private Fingerprint() {}

    /**
     * The hash of resolved inputs, as a journal keeps it. Numbers are compared by value, so that a
     * value read back from a store has the same hash.
     */
    static String of(JsonNode[] values) {
        var text = new StringBuilder(256);
        for (JsonNode value : values) {
            write(value, text);
        }
        byte[] hash = digest("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, BYTES);
    }

    /**
     * Every value is written with its kind and size, so that different values never look the same.
     */
    private static void write(JsonNode value, StringBuilder text) {
        switch (value.getNodeType()) {
            case STRING -> write('s', value.textValue(), text);
            case NUMBER -> write('n', number(value), text);
            case ARRAY -> {
                text.append('[').append(value.size()).append(':');
                value.forEach(item -> write(item, text));
            }
            case OBJECT -> {
                text.append('{').append(value.size()).append(':');
                for (var entry : value.properties()) {
                    write('k', entry.getKey(), text);
                    write(entry.getValue(), text);
                }
            }
            // what is missing is read back as null
            case NULL, MISSING -> text.append("null;");
            default -> text.append(value.asText()).append(';');
        }
    }

    private static void write(char kind, String content, StringBuilder text) {
        text.append(kind).append(content.length()).append(':').append(content);
    }

    private static String number(JsonNode value) {
        try {
            return Numbers.text(value);
        } catch (TypeMismatch tooLarge) {
            return value.asText();
        }
    }

    /** UUIDv5 of an execution, the place of the calling card and the round. */
    static UUID child(UUID parent, String path, int index) {
        MessageDigest digest = digest("SHA-1");
        digest.update(
                ByteBuffer.allocate(16)
                        .putLong(parent.getMostSignificantBits())
                        .putLong(parent.getLeastSignificantBits())
                        .array());
        byte[] hash = digest.digest((path + "/" + index).getBytes(StandardCharsets.UTF_8));
        hash[6] = (byte) (hash[6] & 0x0f | 0x50);
        hash[8] = (byte) (hash[8] & 0x3f | 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has " + algorithm, impossible);
        }
    }
}
