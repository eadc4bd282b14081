package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Secret;

import java.net.URI;
import java.util.Optional;

/**
 * A connection.
 *
 * @param place among all connections, by age
 * @param secret empty when it has none
 * @param filled whether it can be used
 * @param standIn whether a service of the owner answers cards that are not installed
 * @param importFolder the root of the import that made it
 * @param origin what the file said of it; empty for one made by a person
 * @param document the file's entry
 * @param configRef what cards remember of one that was taken off them
 */
public record StoredConnection(
        long place,
        String id,
        String name,
        String connector,
        Optional<URI> baseUrl,
        AuthMethod auth,
        Optional<Secret> secret,
        boolean filled,
        StandingIn standIn,
        Optional<String> importFolder,
        Optional<Origin> origin,
        Optional<ObjectNode> document,
        Optional<String> configRef) {

    /** What the file of an import said of a connection. */
    public enum Origin {
        /** It stands among the file's connections. */
        LISTED,
        /** A card names it, the file does not list it. */
        UNLISTED,
        /** It was taken off its cards at export. */
        REMOVED
    }

    /**
     * What a person says about a connection.
     *
     * @param secret empty to keep the one that is there
     */
    public record Draft(
            String name,
            String connector,
            Optional<URI> baseUrl,
            AuthMethod auth,
            Optional<Secret> secret,
            StandingIn standIn) {}

    /** Whether an export lists it: not if the file that it came from did not. */
    public boolean isListed() {
        return origin.isEmpty() || origin.get() == Origin.LISTED;
    }

    /** Whether its secret may stay with that change: only where it was entered for. */
    boolean keepsSecret(Draft draft) {
        return draft.secret().isEmpty()
                && auth.takesSecretOf(draft.auth())
                && origin(baseUrl).equals(origin(draft.baseUrl()));
    }

    /** The same connection as a person says, with that secret. */
    StoredConnection with(Draft draft, Optional<Secret> newSecret, boolean isFilled) {
        return new StoredConnection(
                place,
                id,
                draft.name(),
                connector,
                draft.baseUrl(),
                draft.auth(),
                newSecret,
                isFilled,
                draft.standIn(),
                importFolder,
                origin,
                document,
                configRef);
    }

    /** Scheme, host and port. */
    private static String origin(Optional<URI> url) {
        return url.map(uri ->
                        io.hookline.outbound.Origin.of(uri)
                                .map(io.hookline.outbound.Origin::toString)
                                .orElse(uri.toString()))
                .orElse("");
    }

    /** As cards use it. */
    Connection usable() {
        return new Connection(id, name, connector, baseUrl, credentials(), standIn.any());
    }

    private Connection.Auth credentials() {
        Secret value = secret.orElseGet(() -> new Secret(""));
        return switch (auth.kind()) {
            case NONE -> new Connection.Auth.None();
            case TOKEN -> new Connection.Auth.Token(value);
            case BASIC -> new Connection.Auth.Basic(auth.name(), value);
            case HEADER -> new Connection.Auth.Header(auth.name(), value);
            case OAUTH2 -> clientCredentials(auth.tokens().orElseThrow(), value);
        };
    }

    private Connection.Auth clientCredentials(TokenSettings tokens, Secret value) {
        return new Connection.Auth.ClientCredentials(
                auth.name(),
                value,
                tokens.proof(),
                tokens.tokenUrl(),
                tokens.scope(),
                tokens.audience());
    }
}
