package io.hookline.connectors.http;

import io.hookline.connectors.http.TokenRequests.Client;
import io.hookline.connectors.http.TokenRequests.Given;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Connection.Auth;
import io.hookline.flow.card.Connection.Auth.AuthorizationCode;
import io.hookline.flow.card.Connection.Auth.ClientCredentials;
import io.hookline.flow.card.Grant.Tokens;
import io.hookline.flow.card.Secret;
import io.hookline.outbound.HttpSender;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Tokens of connections that get them with OAuth 2.0. Each is kept until shortly before it expires;
 * whoever needs one while another asks for it waits for that answer. Those of client credentials
 * are kept here, those that a person gave leave for by whoever keeps the connection.
 */
final class AccessTokens {
    private final TokenRequests requests;
    private final InstantSource clock;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    AccessTokens(HttpSender sender, InstantSource clock, Duration timeout) {
        this.requests = new TokenRequests(sender, clock, timeout);
        this.clock = clock;
    }

    /** What is known of one connection. */
    private static final class Place {
        private final ReentrantLock lock = new ReentrantLock();

        /** By what they are asked for with: another secret, scope or leave needs another token. */
        private final Map<Object, CompletableFuture<Secret>> asking = new HashMap<>();

        private Optional<Held> held = Optional.empty();

        /** A token that a person gave leave for, and that was refused before its time. */
        private Optional<Secret> worn = Optional.empty();
    }

    /** A token of client credentials. */
    private record Held(ClientCredentials client, Secret token, Instant until) {}

    /** Whether a connection needs a token before it calls. */
    static boolean isNeeded(Auth auth) {
        return auth instanceof ClientCredentials || auth instanceof AuthorizationCode;
    }

    /**
     * A token that is valid now.
     *
     * @throws CardFailure when there is none
     */
    Secret token(Connection connection) {
        Place place = places.computeIfAbsent(connection.id(), id -> new Place());
        return switch (connection.auth()) {
            case ClientCredentials client ->
                    once(
                            place,
                            connection,
                            client,
                            () -> known(place, client),
                            () -> asked(place, connection, client));
            case AuthorizationCode auth -> {
                Tokens tokens = auth.grant().tokens().orElseThrow(() -> notAuthorised(connection));
                yield once(
                        place,
                        connection,
                        tokens,
                        () -> known(place, auth, tokens),
                        () -> refreshed(connection, auth, tokens));
            }
            default -> throw new IllegalStateException("It has no tokens");
        };
    }

    private Optional<Secret> known(Place place, ClientCredentials client) {
        return place.held
                .filter(held -> held.client().equals(client))
                .filter(held -> held.until().isAfter(clock.instant()))
                .map(Held::token);
    }

    /** Also what another one has refreshed since these tokens were read. */
    private Optional<Secret> known(Place place, AuthorizationCode auth, Tokens tokens) {
        return Optional.of(auth.grant().tokens().orElse(tokens))
                .filter(now -> now.until().isAfter(clock.instant()))
                .map(Tokens::access)
                .filter(access -> !place.worn.equals(Optional.of(access)));
    }

    /**
     * What is known, or what one of those who ask at a time gets for all.
     *
     * @param known asked under the place's lock
     */
    private static Secret once(
            Place place,
            Connection connection,
            Object by,
            Supplier<Optional<Secret>> known,
            Supplier<Secret> ask) {
        CompletableFuture<Secret> mine = new CompletableFuture<>();
        CompletableFuture<Secret> asking;
        place.lock.lock();
        try {
            Optional<Secret> usable = known.get();
            if (usable.isPresent()) {
                return usable.get();
            }
            asking = place.asking.computeIfAbsent(by, first -> mine);
        } finally {
            place.lock.unlock();
        }
        return asking == mine ? first(place, by, mine, ask) : others(asking, connection);
    }

    private static Secret first(
            Place place, Object by, CompletableFuture<Secret> mine, Supplier<Secret> ask) {
        try {
            Secret fresh = ask.get();
            mine.complete(fresh);
            return fresh;
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            place.lock.lock();
            try {
                place.asking.remove(by);
            } finally {
                place.lock.unlock();
            }
        }
    }

    /** What another one's request ends with, be it a failure: asking in turn would take long. */
    private static Secret others(CompletableFuture<Secret> asking, Connection connection) {
        try {
            return asking.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof CardFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CardFailure.Unavailable(
                    "The wait for a token of the connection \""
                            + connection.name()
                            + "\" was interrupted.");
        }
    }

    private Secret asked(Place place, Connection connection, ClientCredentials client) {
        Given given;
        try {
            given =
                    requests.ask(
                            connection,
                            new Client(
                                    client.tokenUrl(),
                                    client.clientId(),
                                    client.secret(),
                                    client.proof()),
                            form(
                                    "grant_type",
                                    "client_credentials",
                                    "scope",
                                    client.scope(),
                                    "audience",
                                    client.audience()));
        } catch (TokenRequests.Refused refused) {
            throw refused.failure();
        }
        place.lock.lock();
        try {
            place.held = Optional.of(new Held(client, given.access(), given.until()));
        } finally {
            place.lock.unlock();
        }
        connection.upkeep().holds(connection.id(), given.until());
        return given.access();
    }

    /**
     * Refreshes. A refresh token may be valid once, so the one that came instead is on disk before
     * anybody uses what came with it.
     */
    private Secret refreshed(Connection connection, AuthorizationCode auth, Tokens before) {
        if (before.refresh().isEmpty()) {
            throw lapsed(
                    auth,
                    before,
                    new CardFailure.Unauthorised(
                            "The token of the connection \""
                                    + connection.name()
                                    + "\" has expired, and none came to refresh it with. Authorise"
                                    + " the connection again; ask for offline access in its scope"
                                    + " to have it refreshed."));
        }
        Secret refresh = before.refresh().get();
        try {
            Given given =
                    requests.ask(
                            connection,
                            client(auth),
                            form("grant_type", "refresh_token", "refresh_token", refresh.reveal()));
            given.refresh().ifPresent(connection.obtained());
            auth.grant()
                    .renewed(
                            before,
                            new Tokens(
                                    given.access(),
                                    given.until(),
                                    given.refresh().or(() -> before.refresh())));
            connection.upkeep().holds(connection.id(), given.until());
            return given.access();
        } catch (TokenRequests.Refused refused) {
            throw refused.code().equals("invalid_grant")
                    ? lapsed(auth, before, refused.failure())
                    : refused.failure();
        }
    }

    /** A person must give leave again. */
    private static CardFailure lapsed(AuthorizationCode auth, Tokens tokens, CardFailure failure) {
        auth.grant().refused(tokens, String.valueOf(failure.getMessage()));
        return failure;
    }

    private static CardFailure notAuthorised(Connection connection) {
        return new CardFailure.Unauthorised(
                "The connection \""
                        + connection.name()
                        + "\" needs to be authorised by a person: open it in the browser, and press"
                        + " Authorise.");
    }

    /** Names and values in turn. */
    private static Map<String, String> form(String... fields) {
        Map<String, String> form = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return form;
    }

    private static Client client(AuthorizationCode auth) {
        return new Client(auth.tokenUrl(), auth.clientId(), auth.secret(), auth.proof());
    }

    /**
     * The tokens for a code that a person brought from the other system.
     *
     * @param verifier of PKCE
     * @throws CardFailure when there are none
     */
    Tokens exchanged(
            Connection connection,
            AuthorizationCode auth,
            Secret code,
            Secret verifier,
            URI redirect) {
        try {
            Given given =
                    requests.ask(
                            connection,
                            client(auth),
                            form(
                                    "grant_type",
                                    "authorization_code",
                                    "code",
                                    code.reveal(),
                                    "redirect_uri",
                                    redirect.toString(),
                                    "code_verifier",
                                    verifier.reveal()));
            return new Tokens(given.access(), given.until(), given.refresh());
        } catch (TokenRequests.Refused refused) {
            throw refused.failure();
        }
    }

    /** The other system did not take that token. */
    void refused(Connection connection, Secret token) {
        Place place = places.computeIfAbsent(connection.id(), id -> new Place());
        place.lock.lock();
        try {
            place.held = place.held.filter(held -> !held.token().equals(token));
            place.worn = Optional.of(token);
        } finally {
            place.lock.unlock();
        }
    }
}
