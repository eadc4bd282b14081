package io.hookline.server.access;

import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Signed-in browsers. The cookie holds a random value; only its hash is stored. */
public final class Sessions {
    public static final Duration LIFE = Duration.ofHours(12);

    private static final Sql FORGET = Sql.of("DELETE FROM session WHERE expires < :now");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO session (hash, account_id, csrf_token, created, expires)
                    VALUES (:hash, :account, :csrf, :created, :expires)\
                    """);
    private static final Sql FIND =
            Sql.of(
                    """
                    SELECT a.id, a.name, s.csrf_token FROM session s JOIN account a ON a.id = s.account_id
                    WHERE s.hash = :hash AND s.expires > :now\
                    """);
    private static final Sql ACCOUNT =
            Sql.of(
                    """
                    SELECT a.id, a.name FROM session s JOIN account a ON a.id = s.account_id
                    WHERE s.hash = :hash\
                    """);
    private static final Sql END_OTHERS =
            Sql.of("DELETE FROM session WHERE account_id = :account AND hash <> :kept");
    private static final Sql END_ALL = Sql.of("DELETE FROM session WHERE account_id = :account");
    private static final Sql DELETE = Sql.of("DELETE FROM session WHERE hash = :hash");

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;

    /**
     * @param log records who signs in and out
     */
    public Sessions(Database database, AccessLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /** Opens a session and forgets expired ones. */
    public Opened open(Accounts.Account account, String address) {
        String cookie = Digests.random();
        String csrf = Digests.random();
        byte[] hash = Digests.sha256(cookie);
        Instant now = clock.instant();
        database.write(tx -> {
            tx.prepare(FORGET).instant("now", now).update();
            tx.prepare(INSERT)
                    .bytes("hash", hash)
                    .text("account", account.id())
                    .text("csrf", csrf)
                    .instant("created", now)
                    .instant("expires", now.plus(LIFE))
                    .update();
            log.append(tx, new AccessEvent.SignedIn(account, address));
            return account;
        });
        return new Opened(cookie, csrf);
    }

    /** The session behind a cookie; empty when there is none or it has expired. */
    public Optional<Session> find(String cookie) {
        byte[] hash = Digests.sha256(cookie);
        return database.read(tx ->
                tx.prepare(FIND)
                        .bytes("hash", hash)
                        .instant("now", clock.instant())
                        .first(row -> new Session(account(row), row.text("csrf_token"))));
    }

    private static Accounts.Account account(ResultRow row) {
        return new Accounts.Account(row.text("id"), row.text("name"));
    }

    /**
     * Ends all sessions of an account but one.
     *
     * @param kept the hash of its cookie
     */
    static void endOthers(Transaction transaction, Accounts.Account account, byte[] kept) {
        transaction.prepare(END_OTHERS).text("account", account.id()).bytes("kept", kept).update();
    }

    /** Ends a session; nothing happens when there is none. */
    public void close(String cookie, String address) {
        byte[] hash = Digests.sha256(cookie);
        database.write(tx -> {
            Optional<Accounts.Account> account =
                    tx.prepare(ACCOUNT).bytes("hash", hash).first(Sessions::account);
            tx.prepare(DELETE).bytes("hash", hash).update();
            account.ifPresent(who -> log.append(tx, new AccessEvent.SignedOut(who, address)));
            return account;
        });
    }

    /** Ends all sessions of the account of that one, wherever they are. */
    public void closeAll(Session session, String address) {
        Accounts.Account account = session.account();
        database.write(tx -> {
            int ended = tx.prepare(END_ALL).text("account", account.id()).update();
            log.append(tx, new AccessEvent.SignedOut(account, address));
            return ended;
        });
    }

    /** A fresh session: the cookie's value and the token that changing requests must bear. */
    public record Opened(String cookie, String csrf) {}

    /** A session in use. */
    public record Session(Accounts.Account account, String csrf) {}
}
