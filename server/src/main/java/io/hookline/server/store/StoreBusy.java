package io.hookline.server.store;

/** The store's queue is full: nothing was done, the same call may pass in a moment (503). */
public final class StoreBusy extends RuntimeException {
    public StoreBusy(String message) {
        super(message);
    }
}
