package io.hookline.server.delivery.attempt;

import io.hookline.server.store.Database;
import io.hookline.server.store.StoreBusy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes until the store has room: what was sent must be recorded. */
public final class RetryingWriter {
    private static final long PAUSE_MILLIS = 50;

    private final Database database;
    private final CountDownLatch closed = new CountDownLatch(1);

    public RetryingWriter(Database database) {
        this.database = database;
    }

    public Database database() {
        return database;
    }

    /**
     * @throws StoreBusy only when deliveries end while the store is still full
     */
    public <T> T write(Database.Unit<T> unit) {
        while (true) {
            try {
                return database.write(unit);
            } catch (StoreBusy e) {
                if (waitedForTheEnd()) {
                    throw e;
                }
            }
        }
    }

    private boolean waitedForTheEnd() {
        try {
            return closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    public void close() {
        closed.countDown();
    }
}
