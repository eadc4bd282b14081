package io.hookline.compute;

import java.lang.ScopedValue.CallableOp;

/** Reading what somebody sent: a large document takes a turn, a small one needs none. */
public final class LargeInput {
    private static final int LARGE = 256 * 1024;
    private static final Work READING = Work.of("large documents", ComputingTime.unlimited());

    private LargeInput() {}

    /**
     * Reads a document.
     *
     * @param bytes how large it is
     */
    public static <T, X extends Throwable> T read(int bytes, CallableOp<? extends T, X> reading)
            throws X {
        // Platform threads hold no carrier; the store's must not wait either.
        return bytes < LARGE || !Thread.currentThread().isVirtual()
                ? reading.call()
                : Turns.PROCESS.take(READING, reading);
    }
}
