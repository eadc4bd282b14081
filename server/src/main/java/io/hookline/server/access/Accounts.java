package io.hookline.server.access;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;

import io.hookline.flow.card.Secret;
import io.hookline.server.store.Database;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** People who may sign in by a password. Passwords are kept as Argon2id. */
public final class Accounts {
    public static final int MIN_PASSWORD = 12;
    public static final int MAX_PASSWORD = 200;

    /** Loaded with the first password: a start rarely needs it. */
    private static final class Argon {
        /** The parameters that OWASP recommends: 19 MiB, two passes, one lane. */
        static final Argon2Function FUNCTION =
                Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
    }

    private final Database database;
    private final Authority authority;
    private final AccessLog log;
    private final InstantSource clock;

    /**
     * @param log records new accounts
     */
    public Accounts(Database database, Authority authority, AccessLog log, InstantSource clock) {
        this.database = database;
        this.authority = authority;
        this.log = log;
        this.clock = clock;
    }

    /** Whether anybody can sign in yet. */
    public boolean isEmpty() {
        return database.read(UserRows::isEmpty);
    }

    /**
     * Adds an administrator with a password that was checked by {@link #passwordProblem}.
     *
     * @param address of who chose the password, if that was not the operator
     */
    public void create(String name, Secret password, Optional<String> address) {
        String hash = hash(password);
        User fresh =
                new User(
                        0,
                        UUID.randomUUID().toString(),
                        name,
                        new User.Origin.Local(),
                        Set.of(Role.ADMINISTRATOR),
                        false,
                        Instant.ofEpochMilli(clock.millis()),
                        Optional.empty());
        database.write(tx -> {
            User user = UserRows.insert(tx, fresh, Optional.of(hash));
            log.append(tx, new AccessEvent.AccountCreated(account(user), address));
            tx.afterCommit(() -> authority.put(user));
            return user;
        });
    }

    /**
     * Gives an account another password, checked by {@link #passwordProblem}, and ends the sessions
     * that were opened with the old one.
     *
     * @param by who asked for it
     * @param kept the cookie of the session that stays; empty for none
     */
    public void change(Account account, Secret password, Caller by, String kept) {
        String hash = hash(password);
        byte[] session = Digests.sha256(kept);
        database.write(tx -> {
            UserRows.password(tx, account.id(), hash, Optional.empty());
            Sessions.endOthers(tx, account, session);
            log.append(tx, new AccessEvent.PasswordChanged(account, Optional.of(by)));
            return account;
        });
    }

    /**
     * The same for an operator who lets himself in again: the account is an administrator
     * afterwards, and not disabled.
     */
    public void recover(Account account, Secret password) {
        String hash = hash(password);
        database.write(tx -> {
            UserRows.password(tx, account.id(), hash, Optional.empty());
            Sessions.endAll(tx, account.id());
            Set<String> roles =
                    new HashSet<>(UserRows.find(tx, account.id()).orElseThrow().roles());
            roles.add(Role.ADMINISTRATOR);
            User user =
                    UserRows.standing(
                            tx, account.id(), new User.Draft(account.name(), roles, false));
            log.append(tx, new AccessEvent.PasswordChanged(account, Optional.empty()));
            tx.afterCommit(() -> authority.put(user));
            return user;
        });
    }

    /** The account of that name. */
    public Optional<Account> find(String name) {
        return database.read(tx -> UserRows.named(tx, name)).map(this::account);
    }

    /** The account of that name and password; a wrong name takes as long as a wrong password. */
    public Optional<Account> verify(String name, Secret password) {
        Optional<User> named = database.read(tx -> UserRows.named(tx, name));
        Optional<String> hash =
                named.flatMap(user -> database.read(tx -> UserRows.hash(tx, user.id())));
        boolean right =
                Password.check(password.reveal(), hash.orElseGet(Decoy::hash)).with(Argon.FUNCTION);
        return right && hash.isPresent() ? named.map(this::account) : Optional.empty();
    }

    /** Why somebody whose password is right must stay outside; empty when he need not. */
    Optional<String> bar(Account account) {
        return database.read(tx -> UserRows.find(tx, account.id())).flatMap(this::bar);
    }

    private Optional<String> bar(User user) {
        if (user.isDisabled()) {
            return Optional.of(
                    "This account is disabled. An administrator of this server can enable it.");
        }
        return user.origin() instanceof User.Origin.Invited(Instant until)
                        && !clock.instant().isBefore(until)
                ? Optional.of(
                        "This one-time password has expired. An administrator of this server can"
                                + " make another one.")
                : Optional.empty();
    }

    private Account account(User user) {
        return user.account(authority.of(user.id()));
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

    static String hash(Secret password) {
        return Password.hash(password.reveal()).addRandomSalt(16).with(Argon.FUNCTION).getResult();
    }

    /**
     * Who can sign in.
     *
     * @param permissions of its roles
     * @param mustChoose whether it may do nothing until it has chosen a password of its own
     */
    public record Account(String id, String name, Set<Permission> permissions, boolean mustChoose) {
        public Account {
            permissions = Set.copyOf(permissions);
        }

        /** Somebody who is signed in as this account, at that address. */
        public Caller caller(String address) {
            Set<Permission> allowed = mustChoose ? Set.of() : permissions;
            return new Caller(id, name, Caller.Kind.USER, allowed, address);
        }
    }

    /** A hash of nobody's password, made when first needed: a start must be quick. */
    private static final class Decoy {
        private static final String HASH = Accounts.hash(new Secret(Digests.random()));

        static String hash() {
            return HASH;
        }
    }
}
