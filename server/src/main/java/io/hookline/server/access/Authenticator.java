package io.hookline.server.access;

import io.hookline.server.access.FailedAttempts.Verdict;
import io.hookline.server.refusal.Challenge;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out who calls by the header {@code Authorization}: {@code SSWS} and an API token, or {@code
 * Bearer} and an access token of OAuth 2.0. {@link FailedAttempts} slows down callers with wrong
 * ones.
 */
public final class Authenticator {
    private final Tokens tokens;
    private final Optional<AccessTokens> accessTokens;
    private final FailedAttempts attempts;

    /**
     * @param accessTokens empty when no issuer is configured
     * @param log records who is slowed down
     */
    public Authenticator(
            Tokens tokens,
            Optional<AccessTokens> accessTokens,
            Database database,
            AccessLog log,
            InstantSource clock) {
        this.tokens = tokens;
        this.accessTokens = accessTokens;
        this.attempts = new FailedAttempts("tokens", database, log, clock);
    }

    /**
     * Who calls.
     *
     * @param authorization the value of the header
     * @throws Refusal.Unauthenticated when that proves nobody
     * @throws Refusal.RateLimited when it has not for too often
     */
    public Caller authenticate(String authorization, String address) {
        int end = authorization.indexOf(' ');
        String scheme = end < 0 ? authorization : authorization.substring(0, end);
        String value = end < 0 ? "" : authorization.substring(end + 1).strip();
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "ssws" -> attempts.check(address, value, () -> apiToken(value, address));
            case "bearer" -> accessToken(value, address);
            default -> throw attempts.failed(address, unknown());
        };
    }

    private Verdict<Caller> apiToken(String value, String address) {
        return switch (tokens.find(value, address)) {
            case Tokens.Presented.Valid(ApiToken token) ->
                    new Verdict.Right<>(tokens.caller(token, address));
            case Tokens.Presented.Orphaned(ApiToken token) ->
                    throw refused(
                            "The API token '"
                                    + token.name()
                                    + "' belongs to somebody whose account is disabled; use"
                                    + " another one.",
                            new Challenge.ApiToken());
            // Whoever holds it has not guessed: the answer says what is wrong, without a delay.
            case Tokens.Presented.Expired(ApiToken token) ->
                    throw refused(
                            "The API token '"
                                    + token.name()
                                    + "' expired at "
                                    + token.grant().expires().orElseThrow()
                                    + "; use another one or have its end moved.",
                            new Challenge.ApiToken());
            case Tokens.Presented.Unknown() -> new Verdict.Wrong<>(unknown());
        };
    }

    private static Refusal unknown() {
        return refused(
                "The header Authorization holds no valid credentials; expected 'SSWS <token>' with"
                        + " an API token that is neither revoked nor expired.",
                new Challenge.ApiToken());
    }

    private Caller accessToken(String value, String address) {
        if (accessTokens.isEmpty()) {
            throw attempts.failed(
                    address,
                    refused(
                            "This server takes no OAuth 2.0 access tokens: its operator has set no"
                                    + " issuer. Expected 'SSWS <token>' with an API token.",
                            new Challenge.ApiToken()));
        }
        try {
            return accessTokens.get().verify(value).caller(address);
        } catch (AccessTokens.Refused e) {
            Refusal refusal =
                    refused(
                            "The access token is not accepted: " + e.getMessage() + ".",
                            new Challenge.ValidAccessToken());
            throw e.isGenuine() ? refusal : attempts.failed(address, refusal);
        }
    }

    private static Refusal refused(String detail, Challenge challenge) {
        return new Refusal.Unauthenticated("Invalid token", detail, challenge);
    }

    /** The refusal of a request without any credentials. */
    public Refusal missing() {
        return Caller.noCredentials(
                accessTokens.isPresent() ? new Challenge.AnyToken() : new Challenge.ApiToken());
    }
}
