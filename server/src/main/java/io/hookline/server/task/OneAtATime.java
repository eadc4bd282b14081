package io.hookline.server.task;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Changes that read, prepare and write, one after another: nobody comes between what a change has
 * read and the unit of the store that it prepared. For what people change, not for what is
 * frequent, because each waits for the commit of the one before.
 */
public final class OneAtATime {
    private final ReentrantLock lock = new ReentrantLock();

    public <T> T change(Supplier<T> change) {
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
