package io.hookline.server.execution;

import io.hookline.server.store.Database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * A database whose process can die: from then on nothing is written, and nobody is notified of
 * anything.
 */
public final class MortalDatabase implements Database {
    private final Database real;
    private int left = Integer.MAX_VALUE;
    private boolean dead;

    public MortalDatabase(Database real) {
        this.real = real;
    }

    synchronized void kill() {
        dead = true;
    }

    /** Dies before the n-th write from now. */
    public synchronized void killAt(int write) {
        left = write;
    }

    public synchronized boolean isDead() {
        return dead;
    }

    @Override
    public <T> T write(Unit<T> unit) {
        try {
            return submit(unit).join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    @Override
    public <T> CompletableFuture<T> submit(Unit<T> unit) {
        synchronized (this) {
            if (!dead && --left <= 0) {
                dead = true;
            }
            // Never ends, like the thread of a process that is gone.
            return dead ? new CompletableFuture<>() : real.submit(unit);
        }
    }

    @Override
    public <T> T read(Unit<T> query) {
        while (isDead()) {
            LockSupport.park();
        }
        return real.read(query);
    }

    @Override
    public int waiting() {
        return real.waiting();
    }

    @Override
    public void close() {
        real.close();
    }
}
