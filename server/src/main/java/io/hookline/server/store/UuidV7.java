package io.hookline.server.store;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * UUIDs of version 7 (RFC 9562): the first 48 bits are epoch milliseconds, so that they sort by the
 * time of their making and lie side by side in an index.
 */
public final class UuidV7 {
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private UuidV7() {}

    /** A new one. It identifies and is no secret: its random part can be guessed. */
    public static UUID next(long epochMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return of(epochMillis, random.nextInt(1 << 12), random.nextLong());
    }

    /**
     * One of given parts.
     *
     * @param counter the 12 bits after the time
     * @param chance random bits, of which 62 are taken
     */
    public static UUID of(long epochMillis, long counter, long chance) {
        return new UUID(epochMillis << 16 | VERSION | counter, VARIANT | chance >>> 2);
    }

    /** Sorts before every one that was made then or later. */
    public static UUID before(Instant time) {
        return new UUID(time.toEpochMilli() << 16, 0);
    }

    /** Sorts after every one that was made then or earlier. */
    public static UUID after(Instant time) {
        return before(time.plusMillis(1));
    }
}
