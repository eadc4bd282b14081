package io.hookline.server.access;

import io.hookline.server.http.Problem;
import io.hookline.server.store.Database;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out who calls by the header {@code Authorization}: {@code SSWS} and an API token, or {@code
 * Bearer} and an access token of OAuth 2.0. Who presents wrong ones is slowed down; right ones pass
 * whatever others did from the same address, for they are too long to be guessed.
 */
public final class Credentials {
    private static final String CHALLENGE = "WWW-Authenticate";

    private final Tokens tokens;
    private final Optional<AccessTokens> accessTokens;
    private final Guesses guesses;

    /**
     * @param accessTokens empty when no issuer is configured
     * @param log is told whom we slow down
     */
    public Credentials(
            Tokens tokens,
            Optional<AccessTokens> accessTokens,
            Database database,
            AccessLog log,
            InstantSource clock) {
        this.tokens = tokens;
        this.accessTokens = accessTokens;
        this.guesses = new Guesses("tokens", database, log, clock);
    }

    /**
     * Who calls.
     *
     * @param authorization the value of the header
     * @throws Problem 401 when that proves nobody, 429 when it has not for too often
     */
    Caller caller(String authorization, String address) {
        int end = authorization.indexOf(' ');
        String scheme = end < 0 ? authorization : authorization.substring(0, end);
        String value = end < 0 ? "" : authorization.substring(end + 1).strip();
        Caller caller =
                switch (scheme.toLowerCase(Locale.ROOT)) {
                    case "ssws" -> apiToken(value, address);
                    case "bearer" -> accessToken(value, address);
                    default -> throw guesses.wrong(address, unknown());
                };
        guesses.right(address);
        return caller;
    }

    private Caller apiToken(String value, String address) {
        return switch (tokens.find(value, address)) {
            case Tokens.Presented.Valid(ApiToken token) -> token.caller(address);
            // Whoever holds it has not guessed: it is told what is wrong, and not slowed down.
            case Tokens.Presented.Expired(ApiToken token) ->
                    throw refused(
                            "The API token '"
                                    + token.name()
                                    + "' expired at "
                                    + token.grant().expires().orElseThrow()
                                    + "; use another one or have its end moved.",
                            "SSWS");
            case Tokens.Presented.Unknown() -> throw guesses.wrong(address, unknown());
        };
    }

    private static Problem unknown() {
        return refused(
                "The header Authorization holds no valid credentials; expected 'SSWS <token>' with"
                        + " an API token that is neither revoked nor expired.",
                "SSWS");
    }

    private Caller accessToken(String value, String address) {
        if (accessTokens.isEmpty()) {
            throw guesses.wrong(
                    address,
                    refused(
                            "This server takes no OAuth 2.0 access tokens: its operator has set no"
                                    + " issuer. Expected 'SSWS <token>' with an API token.",
                            "SSWS"));
        }
        try {
            return accessTokens.get().verify(value).caller(address);
        } catch (AccessTokens.Refused e) {
            Problem problem =
                    refused(
                            "The access token is not accepted: " + e.getMessage() + ".",
                            "Bearer error=\"invalid_token\"");
            throw e.isGenuine() ? problem : guesses.wrong(address, problem);
        }
    }

    private static Problem refused(String detail, String challenge) {
        return new Problem(401, "Invalid token", detail).header(CHALLENGE, challenge);
    }

    /** The refusal of a request without any credentials. */
    Problem missing() {
        return Access.unauthenticated()
                .header(CHALLENGE, accessTokens.isPresent() ? "SSWS, Bearer" : "SSWS");
    }
}
