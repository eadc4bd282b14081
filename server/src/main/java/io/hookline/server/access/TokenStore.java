package io.hookline.server.access;

import io.hookline.server.store.PreparedSql;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.util.List;
import java.util.Optional;

/** The table of API tokens. */
final class TokenStore {
    private static final Sql ALL = Sql.of("SELECT * FROM api_token ORDER BY seq");
    private static final Sql AFTER =
            Sql.of("SELECT * FROM api_token WHERE seq > :place ORDER BY seq LIMIT :limit");
    private static final Sql FIND = Sql.of("SELECT * FROM api_token WHERE id = :id");
    private static final Sql OF_ACCOUNT = Sql.of("SELECT * FROM api_token WHERE owner = :owner");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO api_token (id, name, kind, hash, permissions, created, created_by, owner,
                        expires)
                    VALUES (:id, :name, :kind, :hash, :permissions, :created, :createdBy, :owner, :expires)\
                    """);
    private static final Sql UPDATE =
            Sql.of(
                    """
                    UPDATE api_token SET name = :name, permissions = :permissions, expires = :expires
                    WHERE id = :id\
                    """);
    private static final Sql USED = Sql.of("UPDATE api_token SET last_used = :when WHERE id = :id");
    private static final Sql DELETE = Sql.of("DELETE FROM api_token WHERE id = :id");

    private TokenStore() {}

    static List<Stored> all(Transaction tx) {
        return tx.prepare(ALL).list(TokenStore::stored);
    }

    /** At most {@code limit} tokens after that place, in the order of making. */
    static List<ApiToken> after(Transaction tx, long place, int limit) {
        return tx.prepare(AFTER)
                .number("place", place)
                .number("limit", limit)
                .list(TokenStore::token);
    }

    static Optional<Stored> find(Transaction tx, String id) {
        return tx.prepare(FIND).text("id", id).first(TokenStore::stored);
    }

    static List<Stored> ofAccount(Transaction tx, String account) {
        return tx.prepare(OF_ACCOUNT).text("owner", account).list(TokenStore::stored);
    }

    /** Adds a token, which gets the next place. */
    static ApiToken insert(Transaction tx, ApiToken token, byte[] hash) {
        PreparedSql insert =
                tx.prepare(INSERT)
                        .text("id", token.id())
                        .text("kind", token.kind().name())
                        .bytes("hash", hash)
                        .instant("created", token.created())
                        .text("createdBy", token.createdBy())
                        .text("owner", token.owner());
        set(insert, token.grant()).update();
        return find(tx, token.id()).orElseThrow().token();
    }

    static void update(Transaction tx, String id, ApiToken.Grant grant) {
        set(tx.prepare(UPDATE).text("id", id), grant).update();
    }

    static void used(Transaction tx, String id, long when) {
        tx.prepare(USED).number("when", when).text("id", id).update();
    }

    static void delete(Transaction tx, String id) {
        tx.prepare(DELETE).text("id", id).update();
    }

    private static PreparedSql set(PreparedSql statement, ApiToken.Grant grant) {
        return statement
                .text("name", grant.name())
                .text("permissions", Role.stored(grant.permissions()))
                .instant("expires", grant.expires());
    }

    private static Stored stored(ResultRow row) {
        return new Stored(row.bytes("hash"), token(row));
    }

    private static ApiToken token(ResultRow row) {
        return new ApiToken(
                row.number("seq"),
                row.text("id"),
                ApiToken.Kind.valueOf(row.text("kind")),
                new ApiToken.Grant(
                        row.text("name"),
                        Role.permissions(row.text("permissions")),
                        row.optionalInstant("expires")),
                row.instant("created"),
                row.optionalText("created_by"),
                row.optionalText("owner"),
                row.optionalInstant("last_used"));
    }

    /** A token and the hash of its value. */
    record Stored(byte[] hash, ApiToken token) {}
}
