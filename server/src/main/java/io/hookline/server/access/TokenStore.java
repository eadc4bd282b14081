package io.hookline.server.access;

import io.hookline.server.store.Transaction;

import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of API tokens. */
final class TokenStore {
    private TokenStore() {}

    static List<Stored> all(Transaction tx) {
        return tx.list(
                "SELECT * FROM api_token ORDER BY seq",
                row -> new Stored(row.getBytes("hash"), token(row)));
    }

    /** At most {@code limit} tokens after that place, in the order of making. */
    static List<ApiToken> after(Transaction tx, long place, int limit) {
        return tx.jdbi()
                .createQuery("SELECT * FROM api_token WHERE seq > :place ORDER BY seq LIMIT :limit")
                .bind("place", place)
                .bind("limit", limit)
                .map((row, context) -> token(row))
                .list();
    }

    static Optional<Stored> find(Transaction tx, String id) {
        return tx.jdbi()
                .createQuery("SELECT * FROM api_token WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> new Stored(row.getBytes("hash"), token(row)))
                .findOne();
    }

    /** Adds a token, which gets the next place. */
    static ApiToken insert(Transaction tx, ApiToken token, byte[] hash) {
        var insert =
                tx.jdbi()
                        .createUpdate(
                                "INSERT INTO api_token (id, name, kind, hash, permissions, created,"
                                        + " created_by, expires) VALUES (:id, :name, :kind, :hash,"
                                        + " :permissions, :created, :createdBy, :expires)")
                        .bind("id", token.id())
                        .bind("kind", token.kind().name())
                        .bind("hash", hash)
                        .bind("created", token.created().toEpochMilli())
                        .bind("createdBy", token.createdBy().orElse(null));
        bind(insert, token.grant()).execute();
        return find(tx, token.id()).orElseThrow().token();
    }

    static void update(Transaction tx, String id, ApiToken.Grant grant) {
        var update =
                tx.jdbi()
                        .createUpdate(
                                "UPDATE api_token SET name = :name, permissions = :permissions,"
                                        + " expires = :expires WHERE id = :id")
                        .bind("id", id);
        bind(update, grant).execute();
    }

    static void used(Transaction tx, String id, long when) {
        tx.jdbi().execute("UPDATE api_token SET last_used = ? WHERE id = ?", when, id);
    }

    static void delete(Transaction tx, String id) {
        tx.jdbi().execute("DELETE FROM api_token WHERE id = ?", id);
    }

    private static <T extends SqlStatement<T>> T bind(T statement, ApiToken.Grant grant) {
        return statement
                .bind("name", grant.name())
                .bind(
                        "permissions",
                        grant.permissions().stream()
                                .sorted()
                                .map(Enum::name)
                                .collect(Collectors.joining(" ")))
                .bind("expires", grant.expires().map(Instant::toEpochMilli).orElse(null));
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getLong("seq"),
                row.getString("id"),
                ApiToken.Kind.valueOf(row.getString("kind")),
                new ApiToken.Grant(
                        row.getString("name"),
                        permissions(row.getString("permissions")),
                        time(row, "expires")),
                Instant.ofEpochMilli(row.getLong("created")),
                Optional.ofNullable(row.getString("created_by")),
                time(row, "last_used"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Set<Permission> permissions(String names) {
        return Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Permission::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
    }

    /** A token and the hash of its value. */
    record Stored(byte[] hash, ApiToken token) {}
}
