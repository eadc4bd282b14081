package io.hookline.server.store;

/** A unit of work or its commit failed for a reason of the store's own. */
public final class StoreFailed extends RuntimeException {
    public StoreFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
