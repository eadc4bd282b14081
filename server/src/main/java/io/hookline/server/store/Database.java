package io.hookline.server.store;

import java.util.concurrent.CompletableFuture;

/**
 * Durable storage ({@code docs/reference/rules.md#store}). Callers are virtual threads; units run
 * on the store's own threads, so a unit does nothing but SQL: no I/O, no waiting, no caller's code.
 * What a unit that writes needs sealed, digested or written as JSON is made before it; {@link
 * io.hookline.compute.SharedThread} finds in tests who forgot.
 */
public interface Database extends AutoCloseable {
    /**
     * Runs a unit of work and returns when it is on disk. Many callers share one commit; each unit
     * has a savepoint of its own, so what it throws undoes and reaches only its caller.
     *
     * @throws StoreBusy when the queue is full; nothing was done
     */
    <T> T write(Unit<T> unit);

    /**
     * As {@link #write}, without waiting: the future ends when the unit is on disk, or with its
     * failure.
     */
    <T> CompletableFuture<T> submit(Unit<T> unit);

    /** Reads from a snapshot of what is committed; at most a few seconds. */
    <T> T read(Unit<T> query);

    /** How many writes wait for the disk. */
    int waiting();

    @Override
    void close();

    /** Work inside one transaction. It may throw: its changes are then undone. */
    @FunctionalInterface
    interface Unit<T> {
        T run(Transaction transaction) throws Exception;
    }
}
