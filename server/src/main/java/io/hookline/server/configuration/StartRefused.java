package io.hookline.server.configuration;

/** The server cannot start; each line of the message is one sentence for the person who tried. */
public final class StartRefused extends RuntimeException {
    public StartRefused(String message) {
        super(message);
    }
}
