package io.hookline.server.access;

import io.hookline.server.refusal.Refusal;
import io.hookline.server.store.Database;
import io.hookline.server.store.Transaction;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Roles: the built-in ones, and those that people make. */
public final class Roles {
    private static final String MORE =
            "permissions: a role cannot have more permissions than the one who makes it";

    private final Database database;
    private final Authority authority;
    private final AccessLog log;
    private final InstantSource clock;

    /**
     * @param log records every change, in its transaction
     */
    public Roles(Database database, Authority authority, AccessLog log, InstantSource clock) {
        this.database = database;
        this.authority = authority;
        this.log = log;
        this.clock = clock;
    }

    /** At most {@code limit} roles after that place. */
    public List<Role> list(long after, int limit) {
        return Stream.concat(Role.BUILT_IN.stream(), database.read(RoleRows::all).stream())
                .filter(role -> role.place() > after)
                .limit(limit)
                .toList();
    }

    /**
     * @throws Refusal.NotFound when there is none
     */
    public Role get(String id) {
        return authority.role(id).orElseThrow(() -> new Refusal.NotFound("role", id));
    }

    /**
     * @throws Refusal.NotAllowed when it has permissions that its maker lacks
     * @throws Refusal.Conflict when another role has that name
     */
    public Role create(Caller by, Role.Draft draft) {
        by.requireAll(draft.permissions(), MORE);
        String id = Digests.id("rol");
        return database.write(tx -> {
            requireFree(tx, id, draft.name());
            Role role = RoleRows.insert(tx, id, draft, now());
            log.append(tx, new AccessEvent.RoleCreated(by, role));
            tx.afterCommit(() -> authority.put(role));
            return role;
        });
    }

    /**
     * Changes a role, for everybody who has it, from the next request on.
     *
     * @param read as it was when the caller decided; whoever changed it since is not overwritten
     * @throws Refusal.NotAllowed when it has or gets permissions that the caller lacks
     * @throws Refusal.Conflict when it is built-in, or another role has that name
     */
    public Role update(Caller by, Role read, Role.Draft draft) {
        by.requireAll(draft.permissions(), MORE);
        String id = read.id();
        return database.write(tx -> {
            Role before = own(tx, id, "changed");
            if (!before.draft().equals(read.draft())) {
                throw Refusal.Outdated.meanwhile();
            }
            by.requireAll(before.permissions(), "This role may do more than you");
            if (before.draft().equals(draft)) {
                return before;
            }
            requireFree(tx, id, draft.name());
            Role after = RoleRows.update(tx, id, draft, now());
            log.append(tx, new AccessEvent.RoleUpdated(by, before.draft(), after));
            tx.afterCommit(() -> authority.put(after));
            return after;
        });
    }

    /**
     * @throws Refusal.NotAllowed when it has permissions that the caller lacks
     * @throws Refusal.Conflict when it is built-in, or somebody has it
     */
    public void delete(Caller by, String id) {
        database.write(tx -> {
            Role role = own(tx, id, "deleted");
            by.requireAll(role.permissions(), "This role may do more than you");
            List<User> holders =
                    UserRows.all(tx).stream().filter(user -> user.roles().contains(id)).toList();
            if (!holders.isEmpty()) {
                throw new Refusal.Conflict(
                        "The role is in use",
                        "The role '"
                                + role.name()
                                + "' cannot be deleted: "
                                + shown(holders)
                                + (holders.size() == 1 ? " has" : " have")
                                + " it. Give them another role first.");
            }
            RoleRows.delete(tx, id);
            log.append(tx, new AccessEvent.RoleDeleted(by, role));
            tx.afterCommit(() -> authority.removeRole(id));
            return role;
        });
    }

    private static String shown(List<User> holders) {
        String first = holders.stream().limit(3).map(User::name).collect(Collectors.joining(", "));
        return holders.size() > 3 ? first + " and " + (holders.size() - 3) + " more" : first;
    }

    private static Role own(Transaction tx, String id, String what) {
        Role.BUILT_IN.stream()
                .filter(role -> role.id().equals(id))
                .findFirst()
                .ifPresent(role -> {
                    throw new Refusal.Conflict(
                            "A built-in role",
                            "The role '"
                                    + role.name()
                                    + "' is built in and cannot be "
                                    + what
                                    + ". Make a role of your own instead.");
                });
        return RoleRows.find(tx, id).orElseThrow(() -> new Refusal.NotFound("role", id));
    }

    private static void requireFree(Transaction tx, String id, String name) {
        boolean taken =
                Role.BUILT_IN.stream().anyMatch(role -> role.name().equalsIgnoreCase(name))
                        || RoleRows.named(tx, name)
                                .filter(other -> !other.id().equals(id))
                                .isPresent();
        if (taken) {
            throw new Refusal.Conflict(
                    "The name is taken", "name: there is another role called '" + name + "'.");
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
