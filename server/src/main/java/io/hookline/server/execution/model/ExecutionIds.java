package io.hookline.server.execution.model;

import io.hookline.server.store.UuidV7;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands out ids and ordinals. An ordinal is 48 bits of milliseconds and a counter of 12 bits,
 * always greater than the one before; a root's id is a UUID of version 7 (RFC 9562, 6.2, method 1)
 * that begins with its ordinal, so that the id alone finds the row.
 */
public final class ExecutionIds {
    private static final int COUNTER_BITS = 12;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final InstantSource clock;
    private final AtomicLong last;
    private final ByteBuffer chance = ByteBuffer.allocate(4096).limit(0);

    public ExecutionIds(InstantSource clock, long lastOrdinal) {
        this.clock = clock;
        this.last = new AtomicLong(lastOrdinal);
    }

    public long nextOrdinal() {
        long now = clock.millis() << COUNTER_BITS;
        return last.updateAndGet(previous -> Math.max(now, previous + 1));
    }

    /** A new id. */
    public UUID next() {
        long ordinal = nextOrdinal();
        long millis = ordinal >>> COUNTER_BITS;
        return UuidV7.of(millis, ordinal & 0xfff, chance());
    }

    private synchronized long chance() {
        if (!chance.hasRemaining()) {
            RANDOM.nextBytes(chance.array());
            chance.clear();
        }
        return chance.getLong();
    }

    /** The ordinal in the id of a root. */
    public static long ordinal(UUID id) {
        long high = id.getMostSignificantBits();
        return high >>> 16 << COUNTER_BITS | high & 0xfff;
    }

    /** The smallest ordinal of that time. */
    public static long ordinalAt(long millis) {
        return millis << COUNTER_BITS;
    }

    static long millis(long ordinal) {
        return ordinal >>> COUNTER_BITS;
    }

    /** 16 bytes that stand for these texts. */
    public static byte[] digest(String first, String second) {
        return java.util.Arrays.copyOf(sha256(first, second).digest(), 16);
    }

    /** 16 bytes that stand for one of many things of these texts. */
    public static byte[] digest(String first, String second, int index) {
        MessageDigest digest = sha256(first, second);
        // No text has this byte, so that no other text stands for the same.
        digest.update((byte) 0xff);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
        return java.util.Arrays.copyOf(digest.digest(), 16);
    }

    private static MessageDigest sha256(String first, String second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(first.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(second.getBytes(StandardCharsets.UTF_8));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
