package io.hookline.server.event.log;

import io.hookline.compute.SharedThread;
import io.hookline.server.store.UuidBytes;
import io.hookline.server.store.UuidV7;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes the ids of events, and the 16 bytes by which one is remembered. */
public final class EventIds {
    private static final int[] DASHES = {8, 13, 18, 23};

    private EventIds() {}

    /** A new id. */
    public static String next(long epochMillis) {
        return UuidV7.next(epochMillis).toString();
    }

    /** The UUID itself; of an id that is none, the UUID that its name makes (version 5). */
    static byte[] key(String id) {
        return isDashed(id) ? parsed(id) : named(id);
    }

    private static boolean isDashed(String id) {
        if (id.length() != 36) {
            return false;
        }
        for (int dash : DASHES) {
            if (id.charAt(dash) != '-') {
                return false;
            }
        }
        return true;
    }

    private static byte[] parsed(String id) {
        try {
            long high =
                    HexFormat.fromHexDigitsToLong(id, 0, 8) << 32
                            | HexFormat.fromHexDigitsToLong(id, 9, 13) << 16
                            | HexFormat.fromHexDigitsToLong(id, 14, 18);
            long low =
                    HexFormat.fromHexDigitsToLong(id, 19, 23) << 48
                            | HexFormat.fromHexDigitsToLong(id, 24, 36);
            return UuidBytes.of(high, low);
        } catch (NumberFormatException e) {
            return named(id);
        }
    }

    private static byte[] named(String id) {
        try {
            assert SharedThread.mayCompute("a digest");
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            ByteBuffer digest = ByteBuffer.wrap(sha1.digest(id.getBytes(StandardCharsets.UTF_8)));
            long high = digest.getLong() & ~0xf000L | 0x5000L;
            long low = digest.getLong() & ~(3L << 62) | 1L << 63;
            return UuidBytes.of(high, low);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }
}
