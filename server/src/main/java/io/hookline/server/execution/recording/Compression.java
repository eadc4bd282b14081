package io.hookline.server.execution.recording;

import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * LZ4, after the length of what was compressed. Deflate makes records a quarter smaller and costs
 * six times as much, more than the cards of a usual flow.
 */
public final class Compression {
    private static final int LENGTH_BYTES = 4;
    private static final Queue<Lz4Compressor> IDLE = new ConcurrentLinkedQueue<>();

    private Compression() {}

    static byte[] compress(byte[] plain) {
        Lz4Compressor known = IDLE.poll();
        Lz4Compressor compressor = known == null ? new Lz4Compressor() : known;
        byte[] out = new byte[LENGTH_BYTES + compressor.maxCompressedLength(plain.length)];
        ByteBuffer.wrap(out).putInt(plain.length);
        int length =
                compressor.compress(
                        plain, 0, plain.length, out, LENGTH_BYTES, out.length - LENGTH_BYTES);
        IDLE.add(compressor);
        return Arrays.copyOf(out, LENGTH_BYTES + length);
    }

    /** How many bytes it will have when it is expanded. */
    public static int length(byte[] compressed) {
        return ByteBuffer.wrap(compressed).getInt();
    }

    public static byte[] expand(byte[] compressed) {
        byte[] plain = new byte[length(compressed)];
        new Lz4Decompressor()
                .decompress(
                        compressed,
                        LENGTH_BYTES,
                        compressed.length - LENGTH_BYTES,
                        plain,
                        0,
                        plain.length);
        return plain;
    }
}
