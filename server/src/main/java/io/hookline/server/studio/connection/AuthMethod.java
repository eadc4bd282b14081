package io.hookline.server.studio.connection;

import java.net.URI;
import java.util.Optional;

/**
 * How a connection authenticates, as far as it may be shown.
 *
 * @param name the user name, the header's name or the client's id; empty for the other kinds
 * @param tokens how it gets tokens, with OAuth 2.0; empty for the other kinds
 */
public record AuthMethod(Kind kind, String name, Optional<TokenSettings> tokens) {
    public static final AuthMethod NONE = new AuthMethod(Kind.NONE, "");

    /** One that needs no tokens. */
    public AuthMethod(Kind kind, String name) {
        this(kind, name, Optional.empty());
    }

    /** The kinds of authentication. */
    public enum Kind {
        NONE,
        TOKEN,
        BASIC,
        HEADER,
        ADDRESS,
        OAUTH2
    }

    /** Whether it has a secret: a client that cannot keep one has none. */
    public boolean hasSecret() {
        return kind != Kind.NONE && tokens.map(TokenSettings::hasSecret).orElse(true);
    }

    /** Where a person gives leave to it; empty when nobody needs to. */
    public Optional<URI> authorizeUrl() {
        return tokens.flatMap(TokenSettings::authorizeUrl);
    }

    /** Whether a secret that was entered for one may be sent by the other. */
    boolean takesSecretOf(AuthMethod other) {
        return kind == other.kind
                && tokens.map(TokenSettings::receiver)
                        .equals(other.tokens.map(TokenSettings::receiver));
    }
}
