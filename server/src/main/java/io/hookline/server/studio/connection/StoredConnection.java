package io.hookline.server.studio.connection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Grant;
import io.hookline.flow.card.Reach;
import io.hookline.flow.card.Secret;
import io.hookline.flow.card.Upkeep;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A connection.
 *
 * @param place among all connections, by age
 * @param secret empty when it has none
 * @param filled whether it can be used
 * @param standIn whether a service of the owner answers cards that are not installed
 * @param owner who made it; empty where that was not kept
 * @param imported empty for one made by a person
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
        Reach reach,
        Optional<Owner> owner,
        Optional<Imported> imported) {

    /** Who made a connection; the name is that of then. */
    public record Owner(String id, String name) {}

    /**
     * What is known of a connection that an import made.
     *
     * @param folder the root of the import
     * @param origin what the file said of it
     * @param document the file's entry
     * @param configRef what cards remember of one that was taken off them
     */
    public record Imported(
            String folder,
            Origin origin,
            Optional<ObjectNode> document,
            Optional<String> configRef) {}

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
            StandingIn standIn,
            Reach reach) {
        Draft named(String other) {
            return new Draft(other, connector, baseUrl, auth, secret, standIn, reach);
        }
    }

    /** Whether an export lists it: not if the file that it came from did not. */
    public boolean isListed() {
        return imported.isEmpty() || imported.get().origin() == Origin.LISTED;
    }

    /** What cards remember of a connection that was taken off them. */
    public Optional<String> configRef() {
        return imported.flatMap(Imported::configRef);
    }

    /** The file's entry. */
    public Optional<ObjectNode> document() {
        return imported.flatMap(Imported::document);
    }

    /** Whether its secret may stay with that change: only where it was entered for. */
    boolean keepsSecret(Draft draft) {
        return draft.secret().isEmpty() && auth.takesSecretOf(draft.auth()) && goesNoFurther(draft);
    }

    /** Whether tokens that a person gave it leave for may stay with that change. */
    boolean keepsGrant(Draft draft) {
        return auth.takesSecretOf(draft.auth())
                && auth.name().equals(draft.auth().name())
                && auth.authorizeUrl().isPresent()
                && goesNoFurther(draft);
    }

    private boolean goesNoFurther(Draft draft) {
        return origin(baseUrl).equals(origin(draft.baseUrl()))
                && origins(reach).containsAll(origins(draft.reach()));
    }

    private static Set<String> origins(Reach reach) {
        return reach.origins().stream()
                .map(url -> origin(Optional.of(url)))
                .collect(Collectors.toSet());
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
                draft.reach(),
                owner,
                imported);
    }

    StoredConnection at(long newPlace) {
        return new StoredConnection(
                newPlace, id, name, connector, baseUrl, auth, secret, filled, standIn, reach, owner,
                imported);
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
    Connection usable(Upkeep upkeep, Grant grant) {
        return new Connection(id, name, connector, baseUrl, credentials(grant), standIn.any())
                .reaching(reach)
                .keptBy(upkeep);
    }

    private Connection.Auth credentials(Grant grant) {
        Secret value = secret.orElseGet(() -> new Secret(""));
        return switch (auth.kind()) {
            case NONE -> new Connection.Auth.None();
            case TOKEN -> new Connection.Auth.Token(value);
            case BASIC -> new Connection.Auth.Basic(auth.name(), value);
            case HEADER -> new Connection.Auth.Header(auth.name(), value);
            case ADDRESS -> new Connection.Auth.Address(value);
            case OAUTH2 -> tokens(auth.tokens().orElseThrow(), value, grant);
        };
    }

    private Connection.Auth tokens(TokenSettings tokens, Secret value, Grant grant) {
        if (tokens.authorizeUrl().isPresent()) {
            return new Connection.Auth.AuthorizationCode(
                    auth.name(), value, tokens.proof(), tokens.tokenUrl(), grant);
        }
        return new Connection.Auth.ClientCredentials(
                auth.name(),
                value,
                tokens.proof(),
                tokens.tokenUrl(),
                tokens.scope(),
                tokens.audience());
    }
}
