package io.hookline.server.access;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

import io.hookline.flow.card.Secret;
import io.hookline.server.store.Database;
import io.hookline.server.store.Sql;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;

/** People who may sign in. Passwords are kept as Argon2id. */
public final class Accounts {
    private static final Sql ANY = Sql.of("SELECT 1 FROM account LIMIT 1");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO account (id, name, password_hash, created)
                    VALUES (:id, :name, :hash, :created)\
                    """);
    private static final Sql FIND =
            Sql.of("SELECT id, name, password_hash FROM account WHERE name = :name");

    private static final Sql CHANGE =
            Sql.of("UPDATE account SET password_hash = :hash WHERE id = :id");

    public static final int MIN_PASSWORD = 12;
    public static final int MAX_PASSWORD = 200;

    /** Loaded with the first password: a start rarely needs it. */
    private static final class Argon {
        /** The parameters that OWASP recommends: 19 MiB, two passes, one lane. */
        static final Argon2Function FUNCTION =
                Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
    }

    private final Database database;
    private final AccessLog log;
    private final InstantSource clock;

    /**
     * @param log records new accounts
     */
    public Accounts(Database database, AccessLog log, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.clock = clock;
    }

    /** Whether anybody can sign in yet. */
    public boolean isEmpty() {
        return database.read(tx -> !tx.prepare(ANY).exists());
    }

    /**
     * Adds an account with a password that was checked by {@link #passwordProblem}.
     *
     * @param address of who chose the password, if that was not the operator
     */
    public void create(String name, Secret password, Optional<String> address) {
        String hash = hash(password);
        Account account = new Account(UUID.randomUUID().toString(), name);
        database.write(tx -> {
            tx.prepare(INSERT)
                    .text("id", account.id())
                    .text("name", name)
                    .text("hash", hash)
                    .instant("created", clock.instant())
                    .update();
            log.append(tx, new AccessEvent.AccountCreated(account, address));
            return account;
        });
    }

    /**
     * Gives an account another password, checked by {@link #passwordProblem}, and ends the sessions
     * that were opened with the old one.
     *
     * @param by who asked for it, if that was not the operator
     * @param kept the cookie of the session that stays; empty for none
     */
    public void change(Account account, Secret password, Optional<Caller> by, String kept) {
        String hash = hash(password);
        byte[] session = Digests.sha256(kept);
        database.write(tx -> {
            tx.prepare(CHANGE).text("id", account.id()).text("hash", hash).update();
            Sessions.endOthers(tx, account, session);
            log.append(tx, new AccessEvent.PasswordChanged(account, by));
            return account;
        });
    }

    /** The account of that name. */
    public Optional<Account> find(String name) {
        return stored(name).map(Stored::account);
    }

    /** The account of that name and password; a wrong name takes as long as a wrong password. */
    public Optional<Account> verify(String name, Secret password) {
        Optional<Stored> stored = stored(name);
        boolean right =
                Password.check(password.reveal(), stored.map(Stored::hash).orElseGet(Decoy::hash))
                        .with(Argon.FUNCTION);
        return right ? stored.map(Stored::account) : Optional.empty();
    }

    private Optional<Stored> stored(String name) {
        return database.read(tx ->
                tx.prepare(FIND)
                        .text("name", name)
                        .first(row ->
                                new Stored(
                                        new Account(row.text("id"), row.text("name")),
                                        row.text("password_hash"))));
    }

    /** What is wrong with a new password; empty when it may be used. */
    public static Optional<String> passwordProblem(Secret password) {
        int length = password.reveal().length();
        if (length < MIN_PASSWORD) {
            return Optional.of("The password needs at least " + MIN_PASSWORD + " characters.");
        }
        if (length > MAX_PASSWORD) {
            return Optional.of("The password may have at most " + MAX_PASSWORD + " characters.");
        }
        return Optional.empty();
    }

    private static String hash(Secret password) {
        return Password.hash(password.reveal()).addRandomSalt(16).with(Argon.FUNCTION).getResult();
    }

    /** Who can sign in. */
    public record Account(String id, String name) {
        /** Somebody who is signed in as this account, at that address. */
        public Caller caller(String address) {
            return new Caller(id, name, Caller.Kind.USER, EnumSet.allOf(Permission.class), address);
        }
    }

    private record Stored(Account account, String hash) {}

    /** A hash of nobody's password, made when first needed: a start must be quick. */
    private static final class Decoy {
        private static final String HASH = Accounts.hash(new Secret(Digests.random()));

        static String hash() {
            return HASH;
        }
    }
}
