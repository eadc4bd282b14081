package io.hookline.server.access;

import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Accounts of people for whom the identity provider vouches: made when they first come, with the
 * roles that their groups have at each sign-in.
 */
public final class IssuerAccounts {
    private final Database database;
    private final Authority authority;
    private final Sessions sessions;
    private final AccessLog log;
    private final InstantSource clock;

    IssuerAccounts(
            Database database,
            Authority authority,
            Sessions sessions,
            AccessLog log,
            InstantSource clock) {
        this.database = database;
        this.authority = authority;
        this.sessions = sessions;
        this.log = log;
        this.clock = clock;
    }

    /** How a sign-in ended. */
    public sealed interface Entry {
        /** With a session. */
        record In(Sessions.Opened session) implements Entry {}

        /** None of the groups has a role; sessions that were open have ended. */
        record NoRole() implements Entry {}

        /** An administrator disabled the account here. */
        record Disabled() implements Entry {}
    }

    /**
     * Signs somebody in.
     *
     * @param names what the account may be called, the best first
     * @param roles what the groups have
     * @param idToken by which the provider vouched
     */
    public Entry enter(
            User.Origin.Issuer who,
            List<String> names,
            Set<String> roles,
            String idToken,
            Visit visit) {
        Optional<User> known = database.read(tx -> UserRows.ofIssuer(tx, who));
        if (known.isEmpty() && roles.isEmpty()) {
            return new Entry.NoRole();
        }
        User user =
                database.write(tx ->
                        UserRows.ofIssuer(tx, who)
                                .map(before -> followed(tx, before, names, roles, visit))
                                .orElseGet(() -> arrived(tx, who, names, roles, visit)));
        if (user.isDisabled()) {
            return new Entry.Disabled();
        }
        if (roles.isEmpty()) {
            return new Entry.NoRole();
        }
        Accounts.Account account = user.account(authority.of(user.id()));
        return new Entry.In(sessions.open(account, visit, Optional.of(idToken), List.of()));
    }

    /** Notes that nobody was signed in. */
    public void refused(String reason, Visit visit) {
        new AccessReports(database, log)
                .report(new AccessEvent.IssuerRefused(Optional.empty(), visit.address(), reason));
    }

    private User arrived(
            Transaction tx,
            User.Origin.Issuer who,
            List<String> names,
            Set<String> roles,
            Visit visit) {
        String id = UUID.randomUUID().toString();
        User user =
                UserRows.insert(
                        tx,
                        new User(
                                0,
                                id,
                                free(tx, id, names, who),
                                who,
                                roles,
                                false,
                                Instant.ofEpochMilli(clock.millis()),
                                Optional.empty()),
                        Optional.empty());
        log.append(tx, new AccessEvent.UserArrived(user, visit.address()));
        tx.afterCommit(() -> authority.put(user));
        return user;
    }

    private User followed(
            Transaction tx, User before, List<String> names, Set<String> roles, Visit visit) {
        String name = free(tx, before.id(), names, (User.Origin.Issuer) before.origin());
        User.Draft draft = new User.Draft(name, roles, before.isDisabled());
        if (before.with(draft).equals(before)) {
            return before;
        }
        User after = UserRows.standing(tx, before.id(), draft);
        Caller self =
                new Caller(after.id(), after.name(), Caller.Kind.USER, Set.of(), visit.address());
        if (!before.name().equals(name)) {
            log.append(tx, new AccessEvent.UserRenamed(self, before.name(), after));
        }
        Set<String> added = new HashSet<>(roles);
        added.removeAll(before.roles());
        if (!added.isEmpty()) {
            log.append(tx, new AccessEvent.RolesGiven(self, after, added));
        }
        Set<String> removed = new HashSet<>(before.roles());
        removed.removeAll(roles);
        if (!removed.isEmpty()) {
            log.append(tx, new AccessEvent.RolesTaken(self, after, removed));
        }
        if (roles.isEmpty()) {
            Sessions.endAll(tx, after.id());
        }
        tx.afterCommit(() -> authority.put(after));
        return after;
    }

    /** A name that nobody else has; the first administrator's is never one. */
    private static String free(
            Transaction tx, String id, List<String> names, User.Origin.Issuer who) {
        List<String> candidates = new ArrayList<>(names);
        String host = Optional.ofNullable(URI.create(who.issuer()).getHost()).orElse("issuer");
        candidates.add(names.getFirst() + " (" + host + ")");
        candidates.add(names.getFirst() + " (" + who.subject() + ")");
        return candidates.stream()
                .map(String::strip)
                .filter(name -> !name.equalsIgnoreCase(SignIn.ADMINISTRATOR))
                .filter(name ->
                        UserRows.named(tx, name).filter(other -> !other.id().equals(id)).isEmpty())
                .findFirst()
                .orElse(who.subject() + " " + id);
    }
}
