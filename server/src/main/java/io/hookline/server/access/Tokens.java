package io.hookline.server.access;

import io.hookline.flow.card.Secret;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * API tokens: stored as hashes, shown once. All of them are kept in memory by hash, so that a
 * request costs one digest and no query; comparing hashes of random values leaks nothing through
 * time.
 */
public final class Tokens {
    /** The id of the token of {@code HOOKLINE_API_TOKEN}, which lies in no table. */
    public static final String CONFIGURED = "configured";

    private final Database database;
    private final Authority authority;
    private final AccessLog log;
    private final InstantSource clock;
    private final AccessReports reports;
    private final Cooldown uses;
    private final Cooldown expiredUses;
    private final Map<ByteBuffer, ApiToken> byHash = new ConcurrentHashMap<>();

    /**
     * @param log records every change, in its transaction
     * @param configured the token of {@code HOOKLINE_API_TOKEN}, which has all permissions
     */
    public Tokens(
            Database database,
            Authority authority,
            AccessLog log,
            InstantSource clock,
            Optional<Secret> configured) {
        this.database = database;
        this.authority = authority;
        this.log = log;
        this.clock = clock;
        this.reports = new AccessReports(database, log);
        this.uses = new Cooldown(clock, Duration.ofMinutes(1));
        this.expiredUses = new Cooldown(clock, Duration.ofHours(1));
        for (TokenStore.Stored stored : database.read(TokenStore::all)) {
            byHash.put(ByteBuffer.wrap(stored.hash()), stored.token());
        }
        configured.ifPresent(secret ->
                byHash.put(ByteBuffer.wrap(Digests.sha256(secret.reveal())), configured()));
    }

    private static ApiToken configured() {
        return new ApiToken(
                0,
                CONFIGURED,
                ApiToken.Kind.API,
                new ApiToken.Grant(
                        "HOOKLINE_API_TOKEN", EnumSet.allOf(Permission.class), Optional.empty()),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Which token a request presents. */
    sealed interface Presented {
        /** One that may be used. */
        record Valid(ApiToken token) implements Presented {}

        /** One whose owner may not come in any more. */
        record Orphaned(ApiToken token) implements Presented {}

        /** One whose time is over. */
        record Expired(ApiToken token) implements Presented {}

        /** None of ours. */
        record Unknown() implements Presented {}
    }

    /** Looks up the token that a request presents, and notes that it was used. */
    Presented find(String presented, String address) {
        ApiToken token = byHash.get(ByteBuffer.wrap(Digests.sha256(presented)));
        if (token == null) {
            return new Presented.Unknown();
        }
        if (token.isExpired(clock.instant())) {
            if (expiredUses.isDue(token.id())) {
                reports.report(new AccessEvent.ExpiredTokenUsed(token, address));
            }
            return new Presented.Expired(token);
        }
        if (token.owner().filter(owner -> !authority.isActive(owner)).isPresent()) {
            return new Presented.Orphaned(token);
        }
        used(token);
        return new Presented.Valid(token);
    }

    /** Who calls with a valid token. */
    Caller caller(ApiToken token, String address) {
        return token.caller(address, authority);
    }

    /** What a token may do now. */
    public Set<Permission> allowed(ApiToken token) {
        return token.allowed(authority);
    }

    /** Written at most once a minute for each token, and nobody waits for it. */
    private void used(ApiToken token) {
        if (!token.id().equals(CONFIGURED) && uses.isDue(token.id())) {
            long now = clock.millis();
            reports.write(tx -> {
                TokenStore.used(tx, token.id(), now);
                return token;
            });
        }
    }

    /** Makes a token; this is the only time its value is known. */
    public Created create(Caller by, ApiToken.Kind kind, ApiToken.Grant grant) {
        String value = "hl_" + Digests.random();
        byte[] hash = Digests.sha256(value);
        ApiToken fresh =
                new ApiToken(
                        0,
                        Digests.id("00T"),
                        kind,
                        grant,
                        Instant.ofEpochMilli(clock.millis()),
                        Optional.of(by.id()),
                        kind == ApiToken.Kind.SOURCE ? Optional.empty() : owner(by),
                        Optional.empty());
        ApiToken token =
                database.write(tx -> {
                    ApiToken stored = TokenStore.insert(tx, fresh, hash);
                    log.append(tx, new AccessEvent.TokenCreated(by, stored));
                    tx.afterCommit(() -> byHash.put(ByteBuffer.wrap(hash), stored));
                    return stored;
                });
        return new Created(token, new Secret(value));
    }

    /** The first administrator's, made together with the account, with all permissions. */
    public Created createFirst(Caller by) {
        return create(
                by,
                ApiToken.Kind.API,
                new ApiToken.Grant(
                        "first token", EnumSet.allOf(Permission.class), Optional.empty()));
    }

    /** The account that answers for what a caller makes; a token's maker has the token's owner. */
    private Optional<String> owner(Caller by) {
        return switch (by.kind()) {
            case USER -> Optional.of(by.id()).filter(authority::isActive);
            case TOKEN ->
                    byHash.values().stream()
                            .filter(token -> token.id().equals(by.id()))
                            .findFirst()
                            .flatMap(ApiToken::owner);
            case SOURCE, CLIENT -> Optional.empty();
        };
    }

    /** At most {@code limit} tokens after that place; the configured one is not among them. */
    public List<ApiToken> list(long after, int limit) {
        return database.read(tx -> TokenStore.after(tx, after, limit));
    }

    /**
     * One token.
     *
     * @throws Refusal.NotFound when there is none
     */
    public ApiToken get(String id) {
        return database.read(tx -> stored(tx, id)).token();
    }

    /**
     * Changes a token from its next request on; nothing happens when nothing changes.
     *
     * @throws Refusal.NotFound when there is none
     */
    public ApiToken update(Caller by, String id, ApiToken.Grant grant) {
        return database.write(tx -> {
            TokenStore.Stored before = stored(tx, id);
            ApiToken after = before.token().with(grant);
            if (!after.equals(before.token())) {
                TokenStore.update(tx, id, grant);
                log.append(tx, new AccessEvent.TokenUpdated(by, before.token().grant(), after));
                tx.afterCommit(() -> byHash.put(ByteBuffer.wrap(before.hash()), after));
            }
            return after;
        });
    }

    /**
     * Ends a token at once.
     *
     * @throws Refusal.NotFound when there is none
     */
    public void revoke(Caller by, String id) {
        database.write(tx -> {
            TokenStore.Stored stored = stored(tx, id);
            TokenStore.delete(tx, id);
            log.append(tx, new AccessEvent.TokenRevoked(by, stored.token()));
            tx.afterCommit(() -> byHash.remove(ByteBuffer.wrap(stored.hash())));
            return stored;
        });
    }

    /** Ends the tokens of an account that is deleted. */
    void revokeAllOf(Transaction tx, Caller by, String account) {
        for (TokenStore.Stored stored : TokenStore.ofAccount(tx, account)) {
            TokenStore.delete(tx, stored.token().id());
            log.append(tx, new AccessEvent.TokenRevoked(by, stored.token()));
            tx.afterCommit(() -> byHash.remove(ByteBuffer.wrap(stored.hash())));
        }
    }

    private static TokenStore.Stored stored(Transaction tx, String id) {
        return TokenStore.find(tx, id).orElseThrow(() -> new Refusal.NotFound("API token", id));
    }

    /** A token and, this once, its value. */
    public record Created(ApiToken token, Secret value) {}
}
