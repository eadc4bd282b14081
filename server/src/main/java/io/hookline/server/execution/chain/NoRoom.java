package io.hookline.server.execution.chain;

/** An execution may not start another one now, because the disk is nearly full. */
public final class NoRoom extends RuntimeException {
    NoRoom(String message) {
        super(message, null, false, false);
    }
}
