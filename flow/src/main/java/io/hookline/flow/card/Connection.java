package io.hookline.flow.card;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a card reaches another system with.
 *
 * @param id its id
 * @param name what people call it
 * @param connector the connector segment of a card's address, for example {@code slack}
 * @param baseUrl the other system's address; empty for the connector's own default
 * @param auth how we prove ourselves
 * @param standIn whether a service of the owner answers the cards, instead of the real system
 * @param reach whom it may reach beside the base URL, whom it believes, how often it calls
 * @param upkeep is told how calls ended
 * @param obtained takes each token that is used for it: nobody may read them
 * @param notes takes what the history of the card says beside its result
 */
public record Connection(
        String id,
        String name,
        String connector,
        Optional<URI> baseUrl,
        Auth auth,
        boolean standIn,
        Reach reach,
        Upkeep upkeep,
        Consumer<Secret> obtained,
        Consumer<String> notes) {
    private static final Consumer<Secret> NOBODY = token -> {};
    private static final Consumer<String> NO_HISTORY = note -> {};

    /** A connection to the real system. */
    public Connection(String id, String name, String connector, Optional<URI> baseUrl, Auth auth) {
        this(id, name, connector, baseUrl, auth, false);
    }

    /** A connection of which nobody wants to know anything. */
    public Connection(
            String id,
            String name,
            String connector,
            Optional<URI> baseUrl,
            Auth auth,
            boolean standIn) {
        this(
                id,
                name,
                connector,
                baseUrl,
                auth,
                standIn,
                Reach.USUAL,
                Upkeep.NONE,
                NOBODY,
                NO_HISTORY);
    }

    /** The same connection, of which somebody is told how calls ended. */
    public Connection keptBy(Upkeep keeper) {
        return new Connection(
                id, name, connector, baseUrl, auth, standIn, reach, keeper, obtained, notes);
    }

    /** The same connection, which proves itself in another way. */
    public Connection proving(Auth other) {
        return new Connection(
                id, name, connector, baseUrl, other, standIn, reach, upkeep, obtained, notes);
    }

    /** The same connection with another reach. */
    public Connection reaching(Reach other) {
        return new Connection(
                id, name, connector, baseUrl, auth, standIn, other, upkeep, obtained, notes);
    }

    /** The same connection with that base URL. */
    public Connection at(URI address) {
        return new Connection(
                id,
                name,
                connector,
                Optional.of(address),
                auth,
                standIn,
                reach,
                upkeep,
                obtained,
                notes);
    }

    /** The same connection, for a card whose history says more than its result. */
    public Connection noting(Consumer<String> history) {
        return new Connection(
                id, name, connector, baseUrl, auth, standIn, reach, upkeep, obtained, history);
    }

    /** Tells how a call ended in which the other system was not reached or refused us. */
    public void failed(String reason) {
        upkeep.failed(id, reason);
    }

    /** Tells that the other system answered. */
    public void answered() {
        upkeep.answered(id);
    }

    /** The same connection, which reports each token that is used for it. */
    public Connection telling(Consumer<Secret> whom) {
        return new Connection(
                id, name, connector, baseUrl, auth, standIn, reach, upkeep, whom, notes);
    }

    /** Whether it may serve a card: it serves those of its own connector, and of its family. */
    public boolean serves(CardAddress card) {
        return ConnectorFamily.serves(connector, card.module());
    }

    /** How a client proves itself where it asks for a token. */
    public sealed interface Proof {
        /** The secret in {@code Authorization: Basic …}. */
        record Basic() implements Proof {}

        /** The secret as a field of the form. */
        record Form() implements Proof {}

        /**
         * A token signed with the private key (RFC 7523, section 2.2).
         *
         * @param algorithm for example {@code RS256}
         * @param keyId which of the client's keys it is; empty when it has one
         */
        record Signed(String algorithm, String keyId) implements Proof {}

        /** Nothing: a client that cannot keep a secret says its id only. */
        record Public() implements Proof {}
    }

    /** How we prove ourselves to the other system. */
    public sealed interface Auth {
        /** Nothing is sent. */
        record None() implements Auth {}

        /** {@code Authorization: Bearer …}, or what the connector makes of a token. */
        record Token(Secret token) implements Auth {}

        /** {@code Authorization: Basic …}. */
        record Basic(String username, Secret password) implements Auth {}

        /** One header of its own. */
        record Header(String name, Secret value) implements Auth {}

        /**
         * The address that is called is the secret: whoever knows it may do what it is for, as with
         * incoming webhooks.
         */
        record Address(Secret url) implements Auth {}

        /**
         * A token that is asked for with these and sent as {@code Authorization: Bearer …}: the
         * grant client_credentials of OAuth 2.0.
         *
         * @param clientId who we are there
         * @param secret the client's secret, or its private key
         * @param proof how the secret is used
         * @param tokenUrl where the token is asked for
         * @param scope what for, names divided by blanks; empty for what is usual there
         * @param audience for whom the token is, where the other system wants to know; else empty
         */
        record ClientCredentials(
                String clientId,
                Secret secret,
                Proof proof,
                URI tokenUrl,
                String scope,
                String audience)
                implements Auth {}

        /**
         * A token that a person gave leave for, sent as {@code Authorization: Bearer …}: the grant
         * authorization_code of OAuth 2.0, refreshed where that is possible.
         *
         * @param clientId who we are there
         * @param secret the client's secret, or its private key; empty for a public client
         * @param proof how the secret is used
         * @param tokenUrl where tokens are refreshed
         * @param grant the tokens
         */
        record AuthorizationCode(
                String clientId, Secret secret, Proof proof, URI tokenUrl, Grant grant)
                implements Auth {}
    }
}
