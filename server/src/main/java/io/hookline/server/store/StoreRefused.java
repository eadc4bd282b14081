package io.hookline.server.store;

/**
 * The store cannot be opened; the message is one sentence for the person who started the server.
 */
public final class StoreRefused extends RuntimeException {
    public StoreRefused(String message) {
        super(message);
    }
}
