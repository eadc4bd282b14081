package io.hookline.server.mirror;

/** Why files cannot be read from a server or written to it, for the person at the command line. */
public final class MirrorRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MirrorRefused(String message) {
        super(message);
    }
}
