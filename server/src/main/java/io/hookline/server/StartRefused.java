package io.hookline.server;

/** The server cannot start; each line of the message is one sentence for the person who tried. */
final class StartRefused extends RuntimeException {
    StartRefused(String message) {
        super(message);
    }
}
