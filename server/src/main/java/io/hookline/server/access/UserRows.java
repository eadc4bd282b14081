package io.hookline.server.access;

import io.hookline.server.store.ResultRow;
import io.hookline.server.store.Sql;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of accounts. */
final class UserRows {
    private static final Sql ANY =
            Sql.of("SELECT 1 FROM account WHERE password_hash IS NOT NULL LIMIT 1");
    private static final Sql ALL = Sql.of("SELECT * FROM account ORDER BY seq");
    private static final Sql AFTER =
            Sql.of(
                    """
                    SELECT * FROM account WHERE seq > :place AND instr(lower(name), :part) > 0
                    ORDER BY seq LIMIT :limit\
                    """);
    private static final Sql FIND = Sql.of("SELECT * FROM account WHERE id = :id");
    private static final Sql NAMED = Sql.of("SELECT * FROM account WHERE name = :name");
    private static final Sql OF_ISSUER =
            Sql.of("SELECT * FROM account WHERE issuer = :issuer AND subject = :subject");
    private static final Sql HASH = Sql.of("SELECT password_hash FROM account WHERE id = :id");
    private static final Sql INSERT =
            Sql.of(
                    """
                    INSERT INTO account (id, name, password_hash, one_time_until, issuer, subject, roles, created)
                    VALUES (:id, :name, :hash, :until, :issuer, :subject, :roles, :created)\
                    """);
    private static final Sql STANDING =
            Sql.of(
                    """
                    UPDATE account SET name = :name, roles = :roles, disabled = :disabled WHERE id = :id\
                    """);
    private static final Sql PASSWORD =
            Sql.of(
                    """
                    UPDATE account SET password_hash = :hash, one_time_until = :until WHERE id = :id\
                    """);
    private static final Sql SIGNED_IN =
            Sql.of("UPDATE account SET last_sign_in = :when WHERE id = :id");
    private static final Sql DELETE = Sql.of("DELETE FROM account WHERE id = :id");

    private UserRows() {}

    /** Whether nobody has a password here. */
    static boolean isEmpty(Transaction tx) {
        return !tx.prepare(ANY).exists();
    }

    static List<User> all(Transaction tx) {
        return tx.prepare(ALL).list(UserRows::user);
    }

    /**
     * At most {@code limit} accounts after that place, in the order of making.
     *
     * @param part of their names, in lower case; empty for all
     */
    static List<User> after(Transaction tx, String part, long place, int limit) {
        return tx.prepare(AFTER)
                .number("place", place)
                .text("part", part)
                .number("limit", limit)
                .list(UserRows::user);
    }

    static Optional<User> find(Transaction tx, String id) {
        return tx.prepare(FIND).text("id", id).first(UserRows::user);
    }

    /** The account of that name, whatever its capitals. */
    static Optional<User> named(Transaction tx, String name) {
        return tx.prepare(NAMED).text("name", name).first(UserRows::user);
    }

    static Optional<User> ofIssuer(Transaction tx, User.Origin.Issuer who) {
        return tx.prepare(OF_ISSUER)
                .text("issuer", who.issuer())
                .text("subject", who.subject())
                .first(UserRows::user);
    }

    /** What is kept of an account's password; empty for those of the identity provider. */
    static Optional<String> hash(Transaction tx, String id) {
        return tx.prepare(HASH)
                .text("id", id)
                .first(row -> row.optionalText("password_hash"))
                .flatMap(hash -> hash);
    }

    /** Adds an account, which gets the next place. */
    static User insert(Transaction tx, User user, Optional<String> hash) {
        Optional<User.Origin.Issuer> issuer =
                user.origin() instanceof User.Origin.Issuer known
                        ? Optional.of(known)
                        : Optional.empty();
        tx.prepare(INSERT)
                .text("id", user.id())
                .text("name", user.name())
                .text("hash", hash)
                .instant("until", until(user.origin()))
                .text("issuer", issuer.map(User.Origin.Issuer::issuer))
                .text("subject", issuer.map(User.Origin.Issuer::subject))
                .text("roles", stored(user.roles()))
                .instant("created", user.created())
                .update();
        return find(tx, user.id()).orElseThrow();
    }

    static User standing(Transaction tx, String id, User.Draft draft) {
        tx.prepare(STANDING)
                .text("id", id)
                .text("name", draft.name())
                .text("roles", stored(draft.roles()))
                .flag("disabled", draft.isDisabled())
                .update();
        return find(tx, id).orElseThrow();
    }

    /**
     * @param until when the password must have been replaced; empty when its owner chose it
     */
    static void password(Transaction tx, String id, String hash, Optional<Instant> until) {
        tx.prepare(PASSWORD).text("id", id).text("hash", hash).instant("until", until).update();
    }

    static void signedIn(Transaction tx, String id, Instant when) {
        tx.prepare(SIGNED_IN).text("id", id).instant("when", when).update();
    }

    static void delete(Transaction tx, String id) {
        tx.prepare(DELETE).text("id", id).update();
    }

    private static Optional<Instant> until(User.Origin origin) {
        return origin instanceof User.Origin.Invited(Instant until)
                ? Optional.of(until)
                : Optional.empty();
    }

    private static String stored(Set<String> roles) {
        return roles.stream().sorted().collect(Collectors.joining(" "));
    }

    private static User user(ResultRow row) {
        return new User(
                row.number("seq"),
                row.text("id"),
                row.text("name"),
                origin(row),
                Arrays.stream(row.text("roles").split(" "))
                        .filter(id -> !id.isEmpty())
                        .collect(Collectors.toSet()),
                row.flag("disabled"),
                row.instant("created"),
                row.optionalInstant("last_sign_in"));
    }

    private static User.Origin origin(ResultRow row) {
        Optional<String> issuer = row.optionalText("issuer");
        Optional<Instant> until = row.optionalInstant("one_time_until");
        if (issuer.isPresent()) {
            return new User.Origin.Issuer(issuer.get(), row.text("subject"));
        }
        return until.<User.Origin>map(User.Origin.Invited::new).orElseGet(User.Origin.Local::new);
    }
}
