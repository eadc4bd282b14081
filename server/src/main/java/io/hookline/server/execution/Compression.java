package io.hookline.server.execution;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Deflate at its fastest; compressors are kept, because each holds a quarter of a megabyte. */
final class Compression {
    private static final BlockingQueue<Deflater> IDLE = new ArrayBlockingQueue<>(8);

    private Compression() {}

    static byte[] compress(byte[] plain) {
        Deflater deflater = IDLE.poll();
        deflater = deflater == null ? new Deflater(Deflater.BEST_SPEED, true) : deflater;
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[plain.length + plain.length / 1000 + 64];
        int length = 0;
        while (!deflater.finished()) {
            length += deflater.deflate(out, length, out.length - length);
            if (length == out.length) {
                out = java.util.Arrays.copyOf(out, 2 * length);
            }
        }
        deflater.reset();
        if (!IDLE.offer(deflater)) {
            deflater.end();
        }
        return java.util.Arrays.copyOf(out, length);
    }

    static byte[] expand(byte[] compressed) {
        try (Inflater inflater = new Inflater(true)) {
            // Raw deflate wants one byte more than there is.
            inflater.setInput(java.util.Arrays.copyOf(compressed, compressed.length + 1));
            ByteArrayOutputStream out = new ByteArrayOutputStream(8 * compressed.length);
            byte[] buffer = new byte[16 * 1024];
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0 && inflater.needsInput()) {
                    throw new IllegalStateException("A record of history ends too early");
                }
                out.write(buffer, 0, length);
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new IllegalStateException("A record of history cannot be read", e);
        }
    }
}
