package io.hookline.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Signed-in browsers. The cookie holds a random value; only its hash is stored. */
public final class Sessions {
    public static final Duration LIFE = Duration.ofHours(12);

    private static final String KEPT_ID_TOKEN = "id token of a session";

    private static final Sql FORGET = Sql.of("DELETE FROM session WHERE expires < :now");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO session
                        (hash, id, account_id, csrf_token, created, expires, address, browser, last_used, id_token)
                    VALUES
                        (:hash, :id, :account, :csrf, :created, :expires, :address, :browser, :created, :idToken)\
                    """);
    private static final Sql FIND =
            Sql.of(
                    """
                    SELECT a.id, a.name, a.one_time_until, s.id AS session_id, s.csrf_token,
                        s.id_token IS NOT NULL AS of_issuer
                    FROM session s JOIN account a ON a.id = s.account_id
                    WHERE s.hash = :hash AND s.expires > :now AND a.disabled = 0\
                    """);
    private static final Sql OF_ACCOUNT =
            Sql.of(
                    """
                    SELECT id, created, expires, last_used, address, browser, id_token IS NOT NULL AS of_issuer
                    FROM session WHERE account_id = :account AND expires > :now ORDER BY created DESC\
                    """);
    private static final Sql USED =
            Sql.of("UPDATE session SET last_used = :when WHERE hash = :hash");
    private static final Sql ID_TOKEN = Sql.of("SELECT id_token FROM session WHERE id = :id");
    private static final Sql END_OTHERS =
            Sql.of("DELETE FROM session WHERE account_id = :account AND hash <> :kept");
    private static final Sql END_ALL = Sql.of("DELETE FROM session WHERE account_id = :account");
    private static final Sql END =
            Sql.of("DELETE FROM session WHERE account_id = :account AND id = :id");

    private final Database database;
    private final Authority authority;
    private final AccessLog log;
    private final Sealer sealer;
    private final InstantSource clock;
    private final AccessReports reports;
    private final Cooldown uses;

    /**
     * @param log records who signs in and out
     * @param sealer hides what the identity provider said
     */
    public Sessions(
            Database database,
            Authority authority,
            AccessLog log,
            Sealer sealer,
            InstantSource clock) {
        this.database = database;
        this.authority = authority;
        this.log = log;
        this.sealer = sealer;
        this.clock = clock;
        this.reports = new AccessReports(database, log);
        this.uses = new Cooldown(clock, Duration.ofMinutes(1));
    }

    /** Opens a session for somebody who knows the password, and forgets expired ones. */
    public Opened open(Accounts.Account account, Visit visit) {
        return open(account, visit, Optional.empty(), List.of());
    }

    /**
     * Opens a session and forgets expired ones.
     *
     * @param idToken by which the identity provider vouched; empty when a password did
     * @param reports what else is to be remembered with it
     */
    public Opened open(
            Accounts.Account account,
            Visit visit,
            Optional<String> idToken,
            List<AccessEvent> reports) {
        String cookie = Digests.random();
        String csrf = Digests.random();
        byte[] hash = Digests.sha256(cookie);
        Optional<byte[]> sealed =
                idToken.map(token -> sealer.sealBytes(token.getBytes(UTF_8), KEPT_ID_TOKEN));
        Instant now = clock.instant();
        database.write(tx -> {
            tx.prepare(FORGET).instant("now", now).update();
            tx.prepare(INSERT)
                    .bytes("hash", hash)
                    .text("id", Digests.id("102"))
                    .text("account", account.id())
                    .text("csrf", csrf)
                    .instant("created", now)
                    .instant("expires", now.plus(LIFE))
                    .text("address", visit.address())
                    .text("browser", visit.browser())
                    .bytes("idToken", sealed)
                    .update();
            UserRows.signedIn(tx, account.id(), now);
            log.append(tx, new AccessEvent.SignedIn(account, visit.address(), idToken.isPresent()));
            reports.forEach(report -> log.append(tx, report));
            return account;
        });
        return new Opened(cookie, csrf);
    }

    /** The session behind a cookie; empty when there is none or it has expired. */
    public Optional<Session> find(String cookie) {
        byte[] hash = Digests.sha256(cookie);
        Optional<Session> found =
                database.read(tx ->
                        tx.prepare(FIND)
                                .bytes("hash", hash)
                                .instant("now", clock.instant())
                                .first(this::session));
        found.filter(session -> uses.isDue(session.id())).ifPresent(session -> used(hash));
        return found;
    }

    /** Written at most once a minute for each session, and nobody waits for it. */
    private void used(byte[] hash) {
        Instant now = clock.instant();
        reports.write(tx -> {
            tx.prepare(USED).bytes("hash", hash).instant("when", now).update();
            return hash;
        });
    }

    private Session session(ResultRow row) {
        boolean mustChoose = row.optionalInstant("one_time_until").isPresent();
        String id = row.text("id");
        return new Session(
                row.text("session_id"),
                new Accounts.Account(id, row.text("name"), authority.of(id), mustChoose),
                row.text("csrf_token"),
                row.flag("of_issuer"));
    }

    /** The sessions of an account, the newest first. */
    public List<Shown> list(String account) {
        return database.read(tx ->
                tx.prepare(OF_ACCOUNT)
                        .text("account", account)
                        .instant("now", clock.instant())
                        .list(row ->
                                new Shown(
                                        row.text("id"),
                                        row.instant("created"),
                                        row.instant("expires"),
                                        row.instant("last_used"),
                                        new Visit(row.text("address"), row.text("browser")),
                                        row.flag("of_issuer"))));
    }

    /** What the identity provider said when this session began. */
    public Optional<String> idToken(Session session) {
        return database.read(tx ->
                        tx.prepare(ID_TOKEN)
                                .text("id", session.id())
                                .first(row -> row.optionalBytes("id_token")))
                .flatMap(sealed -> sealed)
                .map(sealed -> new String(sealer.openBytes(sealed, KEPT_ID_TOKEN), UTF_8));
    }

    /**
     * Ends all sessions of an account but one.
     *
     * @param kept the hash of its cookie
     */
    static void endOthers(Transaction transaction, Accounts.Account account, byte[] kept) {
        transaction.prepare(END_OTHERS).text("account", account.id()).bytes("kept", kept).update();
    }

    /** Ends all sessions of an account. */
    static int endAll(Transaction transaction, String account) {
        return transaction.prepare(END_ALL).text("account", account).update();
    }

    /** Ends a session. */
    public void close(Session session, String address) {
        Accounts.Account account = session.account();
        database.write(tx -> {
            int ended =
                    tx.prepare(END).text("account", account.id()).text("id", session.id()).update();
            if (ended > 0) {
                log.append(tx, new AccessEvent.SignedOut(account, address));
            }
            return ended;
        });
    }

    /** Ends all sessions of the account of that one, wherever they are. */
    public void closeAll(Session session, String address) {
        Accounts.Account account = session.account();
        database.write(tx -> {
            int ended = endAll(tx, account.id());
            log.append(tx, new AccessEvent.SignedOut(account, address));
            return ended;
        });
    }

    /**
     * Ends one of somebody's sessions.
     *
     * @throws Refusal.NotFound when he has no such session
     */
    public void end(Caller by, User user, String id) {
        database.write(tx -> {
            int ended = tx.prepare(END).text("account", user.id()).text("id", id).update();
            if (ended == 0) {
                throw new Refusal.NotFound("session", id);
            }
            log.append(tx, new AccessEvent.SessionsCleared(by, user, ended));
            return ended;
        });
    }

    /** Signs somebody out everywhere. */
    public void endAll(Caller by, User user) {
        database.write(tx -> {
            int ended = endAll(tx, user.id());
            if (ended > 0) {
                log.append(tx, new AccessEvent.SessionsCleared(by, user, ended));
            }
            return ended;
        });
    }

    /** A fresh session: the cookie's value and the token that changing requests must bear. */
    public record Opened(String cookie, String csrf) {}

    /**
     * A session in use.
     *
     * @param id by which lists name it
     * @param isOfIssuer whether the identity provider vouched
     */
    public record Session(String id, Accounts.Account account, String csrf, boolean isOfIssuer) {}

    /**
     * A session as its owner and administrators see it.
     *
     * @param isOfIssuer whether the identity provider vouched
     */
    public record Shown(
            String id,
            Instant created,
            Instant expires,
            Instant lastUsed,
            Visit visit,
            boolean isOfIssuer) {}
}
