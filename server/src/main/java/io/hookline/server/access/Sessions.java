package io.hookline.server.access;

import io.hookline.server.store.Database;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Signed-in browsers. The cookie holds a random value; only its hash is stored. */
public final class Sessions {
    public static final Duration LIFE = Duration.ofHours(12);

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;

    /**
     * @param log is told who signs in and out
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
        Instant now = clock.instant();
        database.write(tx -> {
            tx.jdbi().execute("DELETE FROM session WHERE expires < ?", now.toEpochMilli());
            tx.jdbi()
                    .execute(
                            "INSERT INTO session (hash, account_id, csrf_token, created, expires)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                            Digests.sha256(cookie),
                            account.id(),
                            csrf,
                            now.toEpochMilli(),
                            now.plus(LIFE).toEpochMilli());
            log.append(tx, new AccessEvent.SignedIn(account, address));
            return account;
        });
        return new Opened(cookie, csrf);
    }

    /** The session behind a cookie; empty when there is none or it has expired. */
    public Optional<Session> find(String cookie) {
        return database.read(tx ->
                tx.jdbi()
                        .createQuery(
                                "SELECT a.id, a.name, s.csrf_token FROM session s JOIN account a ON"
                                        + " a.id = s.account_id WHERE s.hash = ? AND s.expires > ?")
                        .bind(0, Digests.sha256(cookie))
                        .bind(1, clock.millis())
                        .map((row, context) ->
                                new Session(
                                        new Accounts.Account(row.getString(1), row.getString(2)),
                                        row.getString(3)))
                        .findOne());
    }

    /** Ends a session; nothing happens when there is none. */
    public void close(String cookie, String address) {
        byte[] hash = Digests.sha256(cookie);
        database.write(tx -> {
            Optional<Accounts.Account> account =
                    tx.jdbi()
                            .createQuery(
                                    "SELECT a.id, a.name FROM session s JOIN account a ON a.id ="
                                            + " s.account_id WHERE s.hash = ?")
                            .bind(0, hash)
                            .map((row, context) ->
                                    new Accounts.Account(row.getString(1), row.getString(2)))
                            .findOne();
            tx.jdbi().execute("DELETE FROM session WHERE hash = ?", hash);
            account.ifPresent(who -> log.append(tx, new AccessEvent.SignedOut(who, address)));
            return account;
        });
    }

    /** A fresh session: the cookie's value and the token that changing requests must bear. */
    public record Opened(String cookie, String csrf) {}

    /** A session in use. */
    public record Session(Accounts.Account account, String csrf) {}
}
