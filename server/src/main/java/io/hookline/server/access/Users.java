package io.hookline.server.access;

import io.hookline.flow.card.Secret;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * People, for those who administrate them. Nobody gives what he may not do himself, nor acts on
 * somebody who may do more; and an administrator with a password of his own always remains.
 */
public final class Users {
    /** How long a password may be used that an administrator handed over. */
    public static final Duration ONE_TIME_LIFE = Duration.ofDays(7);

    private static final String MORE = "This person may do more than you";

    private final Database database;
    private final Authority authority;
    private final Tokens tokens;
    private final AccessLog log;
    private final InstantSource clock;

    /** Hashing is slow and takes memory: one at a time. */
    private final HashQueue hashes = new HashQueue(1);

    /**
     * @param tokens those of people who are deleted end
     * @param log records every change, in its transaction
     */
    public Users(
            Database database,
            Authority authority,
            Tokens tokens,
            AccessLog log,
            InstantSource clock) {
        this.database = database;
        this.authority = authority;
        this.tokens = tokens;
        this.log = log;
        this.clock = clock;
    }

    /**
     * At most {@code limit} people after that place.
     *
     * @param part of their names; empty for all
     */
    public List<User> list(String part, long after, int limit) {
        String lower = part.toLowerCase(Locale.ROOT);
        return database.read(tx -> UserRows.after(tx, lower, after, limit));
    }

    /**
     * @throws Refusal.NotFound when there is none
     */
    public User get(String id) {
        return database.read(tx -> found(tx, id));
    }

    /** What somebody may do now. */
    public Set<Permission> permissions(User user) {
        return authority.of(user.id());
    }

    /** Somebody new, or with a new password; the password is known this once. */
    public record Invitation(User user, Secret password) {}

    /**
     * Makes an account with a one-time password.
     *
     * @throws Refusal.NotAllowed when the roles allow what the caller may not do
     * @throws Refusal.Conflict when somebody has that name
     * @throws Refusal.Busy while too many passwords wait
     */
    public Invitation create(Caller by, String name, Set<String> roles) {
        requireGivable(by, roles);
        Secret password = new Secret(Digests.password());
        String hash = hash(by, password);
        Instant now = now();
        User fresh =
                new User(
                        0,
                        UUID.randomUUID().toString(),
                        name,
                        new User.Origin.Invited(now.plus(ONE_TIME_LIFE)),
                        roles,
                        false,
                        now,
                        Optional.empty());
        User user =
                database.write(tx -> {
                    requireFree(tx, name);
                    User stored = UserRows.insert(tx, fresh, Optional.of(hash));
                    log.append(tx, new AccessEvent.UserCreated(by, stored));
                    tx.afterCommit(() -> authority.put(stored));
                    return stored;
                });
        return new Invitation(user, password);
    }

    /**
     * Changes somebody's name, and what he may do from the next request on; sessions of a disabled
     * account end.
     *
     * @param read as it was when the caller decided; whoever changed it since is not overwritten
     * @throws Refusal.NotAllowed when somebody may do more than the caller, or would
     * @throws Refusal.Conflict when the last administrator would be gone, or the identity provider
     *     decides, or the name is taken
     */
    public User update(Caller by, User read, User.Draft draft) {
        String id = read.id();
        Set<String> roles = draft.roles();
        return database.write(tx -> {
            User before = found(tx, id);
            if (!before.draft().equals(read.draft())) {
                throw Refusal.Outdated.meanwhile();
            }
            User wanted = before.with(draft);
            if (wanted.equals(before)) {
                return before;
            }
            by.requireAll(authority.of(before.roles()), MORE);
            Set<String> added = without(roles, before.roles());
            requireGivable(by, added);
            requireOurs(before, wanted);
            if (!before.name().equalsIgnoreCase(wanted.name())) {
                requireFree(tx, wanted.name());
            }
            requireKeeper(tx, before, wanted.isKeeper());
            User after = UserRows.standing(tx, id, draft);
            report(tx, by, before, after);
            if (draft.isDisabled()) {
                Sessions.endAll(tx, id);
            }
            tx.afterCommit(() -> authority.put(after));
            return after;
        });
    }

    /** Name and roles of people of the identity provider are decided there. */
    private static void requireOurs(User before, User wanted) {
        if (before.isOfIssuer()
                && !(before.name().equals(wanted.name())
                        && before.roles().equals(wanted.roles()))) {
            String field = before.roles().equals(wanted.roles()) ? "name" : "roles";
            throw new Refusal.Conflict(
                    "Decided at the identity provider",
                    field
                            + ": "
                            + before.name()
                            + " signs in at the identity provider, which decides about the name"
                            + " and, by groups, about the roles. Change it there.");
        }
    }

    private void report(Transaction tx, Caller by, User before, User after) {
        if (!before.name().equals(after.name())) {
            log.append(tx, new AccessEvent.UserRenamed(by, before.name(), after));
        }
        Set<String> added = without(after.roles(), before.roles());
        Set<String> removed = without(before.roles(), after.roles());
        if (!added.isEmpty()) {
            log.append(tx, new AccessEvent.RolesGiven(by, after, added));
        }
        if (!removed.isEmpty()) {
            log.append(tx, new AccessEvent.RolesTaken(by, after, removed));
        }
        if (before.isDisabled() != after.isDisabled()) {
            log.append(
                    tx,
                    after.isDisabled()
                            ? new AccessEvent.UserDisabled(by, after)
                            : new AccessEvent.UserEnabled(by, after));
        }
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> left = new HashSet<>(all);
        left.removeAll(some);
        return left;
    }

    /**
     * Replaces somebody's password by a one-time one and ends his sessions.
     *
     * @throws Refusal.NotAllowed when he may do more than the caller
     * @throws Refusal.Conflict when he has no password here, or the last administrator would be
     *     gone
     */
    public Invitation resetPassword(Caller by, String id) {
        User before = get(id);
        requireResettable(by, before);
        Secret password = new Secret(Digests.password());
        String hash = hash(by, password);
        Instant until = now().plus(ONE_TIME_LIFE);
        User user =
                database.write(tx -> {
                    User now = found(tx, id);
                    requireResettable(by, now);
                    requireKeeper(tx, now, false);
                    UserRows.password(tx, id, hash, Optional.of(until));
                    Sessions.endAll(tx, id);
                    User after = found(tx, id);
                    log.append(tx, new AccessEvent.PasswordReset(by, after));
                    return after;
                });
        return new Invitation(user, password);
    }

    private void requireResettable(Caller by, User user) {
        by.requireAll(authority.of(user.roles()), MORE);
        if (user.isOfIssuer()) {
            throw new Refusal.Conflict(
                    "No password here",
                    user.name()
                            + " signs in at the identity provider and has no password here. Reset"
                            + " it there.");
        }
    }

    /**
     * Deletes an account with its sessions and tokens.
     *
     * @throws Refusal.NotAllowed when it may do more than the caller
     * @throws Refusal.Conflict when it is the last administrator
     */
    public void delete(Caller by, String id) {
        database.write(tx -> {
            User user = found(tx, id);
            by.requireAll(authority.of(user.roles()), MORE);
            requireKeeper(tx, user, false);
            tokens.revokeAllOf(tx, by, id);
            Sessions.endAll(tx, id);
            UserRows.delete(tx, id);
            log.append(tx, new AccessEvent.UserDeleted(by, user));
            tx.afterCommit(() -> authority.removeAccount(id));
            return user;
        });
    }

    private void requireGivable(Caller by, Set<String> roles) {
        for (String id : roles) {
            if (authority.role(id).isEmpty()) {
                throw new Refusal.Invalid(
                        "roles", "there is no role with id '" + id + "'; see the list of roles.");
            }
        }
        by.requireAll(
                authority.of(roles), "roles: nobody can give permissions that they do not have");
    }

    /** Somebody must be left who can let all others in again. */
    private static void requireKeeper(Transaction tx, User before, boolean stays) {
        if (!before.isKeeper() || stays) {
            return;
        }
        boolean another =
                UserRows.all(tx).stream()
                        .anyMatch(user -> !user.id().equals(before.id()) && user.isKeeper());
        if (!another) {
            throw new Refusal.Conflict(
                    "The last administrator",
                    before.name()
                            + " is the last administrator with a password of its own, and nobody"
                            + " else could let people in. Make another one an administrator"
                            + " first.");
        }
    }

    private static void requireFree(Transaction tx, String name) {
        UserRows.named(tx, name)
                .ifPresent(other -> {
                    throw new Refusal.Conflict(
                            "The name is taken", "name: there is already '" + other.name() + "'.");
                });
    }

    private String hash(Caller by, Secret password) {
        return hashes.run(by.id(), true, () -> Accounts.hash(password));
    }

    private static User found(Transaction tx, String id) {
        return UserRows.find(tx, id).orElseThrow(() -> new Refusal.NotFound("user", id));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
