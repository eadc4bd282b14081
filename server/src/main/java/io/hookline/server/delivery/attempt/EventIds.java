package io.hookline.server.delivery.attempt;

import io.hookline.server.store.UuidBytes;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Identities of batches: UUIDs of version 7, whose order is that of their making, to the
 * millisecond.
 */
public final class EventIds {
    private EventIds() {}

    public static UUID next(Instant now) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = now.toEpochMilli() << 16 | 0x7000 | random.nextInt(1 << 12);
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Bytes before those of every identity made then or later. */
    public static byte[] before(Instant time) {
        return UuidBytes.of(time.toEpochMilli() << 16, 0);
    }

    /** Bytes behind those of every identity made then or earlier. */
    public static byte[] after(Instant time) {
        return before(time.plusMillis(1));
    }
}
