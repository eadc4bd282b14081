package io.hookline.server.studio;

/** Bytes on their way into the database. */
final class StoredBytes {
    private final byte[] bytes;

    StoredBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }
}
