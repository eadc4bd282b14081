package io.hookline.server.execution.model;

import io.hookline.server.store.UuidV7;

import java.nio.ByteBuffer;
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
        long millis = millis(ordinal);
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

    /** The time that is in an ordinal, in milliseconds. */
    public static long millis(long ordinal) {
        return ordinal >>> COUNTER_BITS;
    }

    /** The smallest ordinal of that time. */
    public static long ordinalAt(long millis) {
        return millis << COUNTER_BITS;
    }
}
