package io.hookline.server.studio.connection;

/**
 * How a connection authenticates, as far as it may be shown.
 *
 * @param name the user name or the header's name; empty for the other kinds
 */
public record AuthMethod(Kind kind, String name) {
    public static final AuthMethod NONE = new AuthMethod(Kind.NONE, "");

    /** The kinds of authentication. */
    public enum Kind {
        NONE,
        TOKEN,
        BASIC,
        HEADER
    }
}
