package io.hookline.server.studio;

/** Bytes on their way into the database. */
public final class StoredBytes {
    private final byte[] bytes;

    public StoredBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public byte[] bytes() {
        return bytes;
    }
}
