package io.hookline.server.store;

import java.nio.ByteBuffer;
import java.util.UUID;

/** A UUID as the 16 bytes by which the database holds it; they sort as its text does. */
public final class UuidBytes {
    private UuidBytes() {}

    public static byte[] of(UUID uuid) {
        return of(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /** The same, from the two halves. */
    public static byte[] of(long high, long low) {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    public static UUID uuid(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new UUID(in.getLong(), in.getLong());
    }
}
