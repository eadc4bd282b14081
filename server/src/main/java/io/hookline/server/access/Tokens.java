package io.hookline.server.access;

import io.hookline.flow.card.Secret;
import io.hookline.server.http.Problem;
import io.hookline.server.store.Database;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * API tokens: stored as hashes, shown once. All of them are kept in memory by hash, so that a
 * request costs one digest and no query; comparing hashes of random values leaks nothing through
 * time.
 */
public final class Tokens {
    private static final long LAST_USED_STEP = 60_000;

    private final Database database;
    private final InstantSource clock;
    private final Map<ByteBuffer, ApiToken> byHash = new ConcurrentHashMap<>();
    private final Map<String, Long> lastUsed = new ConcurrentHashMap<>();

    /**
     * @param configured the token of {@code HOOKLINE_API_TOKEN}, which has all permissions
     */
    public Tokens(Database database, InstantSource clock, Optional<Secret> configured) {
        this.database = database;
        this.clock = clock;
        load().forEach(stored -> byHash.put(ByteBuffer.wrap(stored.hash()), stored.token()));
        configured.ifPresent(secret ->
                byHash.put(
                        ByteBuffer.wrap(Digests.sha256(secret.reveal())),
                        new ApiToken(
                                "configured",
                                "HOOKLINE_API_TOKEN",
                                EnumSet.allOf(Permission.class),
                                Instant.EPOCH,
                                Optional.empty(),
                                Optional.empty())));
    }

    /** The token that a request presents; empty when it is unknown or expired. */
    public Optional<ApiToken> find(String presented) {
        ApiToken token = byHash.get(ByteBuffer.wrap(Digests.sha256(presented)));
        if (token == null
                || token.expires().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
            return Optional.empty();
        }
        used(token);
        return Optional.of(token);
    }

    /** Written at most once a minute for each token, and nobody waits for it. */
    private void used(ApiToken token) {
        long now = clock.millis();
        Long before = lastUsed.get(token.id());
        if (token.id().equals("configured") || (before != null && now - before < LAST_USED_STEP)) {
            return;
        }
        lastUsed.put(token.id(), now);
        var unused =
                database.submit(tx ->
                        tx.jdbi()
                                .execute(
                                        "UPDATE api_token SET last_used = ? WHERE id = ?",
                                        now,
                                        token.id()));
    }

    /** Makes a token; this is the only time its value is known. */
    public Created create(String name, Set<Permission> permissions, Optional<Instant> expires) {
        String value = "hl_" + Digests.random();
        byte[] hash = Digests.sha256(value);
        ApiToken token =
                new ApiToken(
                        "00T" + Digests.random().replaceAll("[-_]", "0").substring(0, 17),
                        name,
                        permissions,
                        Instant.ofEpochMilli(clock.millis()),
                        expires,
                        Optional.empty());
        database.write(tx -> {
            tx.jdbi()
                    .createUpdate(
                            "INSERT INTO api_token (id, name, hash, permissions, created, expires)"
                                + " VALUES (:id, :name, :hash, :permissions, :created, :expires)")
                    .bind("id", token.id())
                    .bind("name", name)
                    .bind("hash", hash)
                    .bind(
                            "permissions",
                            permissions.stream().map(Enum::name).collect(Collectors.joining(" ")))
                    .bind("created", token.created().toEpochMilli())
                    .bind("expires", expires.map(Instant::toEpochMilli).orElse(null))
                    .execute();
            tx.afterCommit(() -> byHash.put(ByteBuffer.wrap(hash), token));
            return 0;
        });
        return new Created(token, new Secret(value));
    }

    /** All tokens that were made here, oldest first; the configured one is not among them. */
    public List<ApiToken> list() {
        return load().stream().map(Stored::token).toList();
    }

    /**
     * Ends a token at once.
     *
     * @throws Problem 404 when there is none
     */
    public void revoke(String id) {
        database.write(tx -> {
            int gone = tx.jdbi().execute("DELETE FROM api_token WHERE id = ?", id);
            if (gone == 0) {
                throw Problem.notFound("API token", id);
            }
            tx.afterCommit(() -> byHash.values().removeIf(token -> token.id().equals(id)));
            return gone;
        });
    }

    private List<Stored> load() {
        return database.read(tx ->
                tx.jdbi()
                        .createQuery(
                                "SELECT id, name, hash, permissions, created, expires, last_used"
                                        + " FROM api_token ORDER BY created, id")
                        .map((row, context) -> {
                            long expires = row.getLong("expires");
                            boolean forever = row.wasNull();
                            long used = row.getLong("last_used");
                            boolean never = row.wasNull();
                            return new Stored(
                                    row.getBytes("hash"),
                                    new ApiToken(
                                            row.getString("id"),
                                            row.getString("name"),
                                            permissions(row.getString("permissions")),
                                            Instant.ofEpochMilli(row.getLong("created")),
                                            forever
                                                    ? Optional.empty()
                                                    : Optional.of(Instant.ofEpochMilli(expires)),
                                            never
                                                    ? Optional.empty()
                                                    : Optional.of(Instant.ofEpochMilli(used))));
                        })
                        .list());
    }

    private static Set<Permission> permissions(String names) {
        return Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Permission::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
    }

    /** What is known of a token once it is made. */
    public record ApiToken(
            String id,
            String name,
            Set<Permission> permissions,
            Instant created,
            Optional<Instant> expires,
            Optional<Instant> lastUsed) {
        public ApiToken {
            permissions = Set.copyOf(permissions);
        }
    }

    /** A token and, this once, its value. */
    public record Created(ApiToken token, Secret value) {}

    private record Stored(byte[] hash, ApiToken token) {}
}
