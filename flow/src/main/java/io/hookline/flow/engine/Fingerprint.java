package io.hookline.flow.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.hookline.flow.value.JsonText;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Short names for what must be recognised again: resolved inputs, and the executions of helpers.
 */
final class Fingerprint {
    private static final int BYTES = 16;

    private Fingerprint() {}

    /** The hash of resolved inputs, as a journal keeps it. */
    static String of(JsonNode[] values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode(values.length);
        for (JsonNode value : values) {
            list.add(value);
        }
        byte[] hash = digest("SHA-256").digest(JsonText.bytes(list));
        return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
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
