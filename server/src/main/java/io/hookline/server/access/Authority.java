package io.hookline.server.access;

import io.hookline.server.store.Database;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each account may do at this moment. It is kept in memory, because every request asks, and
 * changed with the commit that changes an account or a role: a change counts from the next request
 * on.
 */
public final class Authority {
    private final Map<String, Role> roles = new ConcurrentHashMap<>();

    /** The roles of each account that is not disabled. */
    private final Map<String, Set<String>> byAccount = new ConcurrentHashMap<>();

    private Authority() {}

    public static Authority of(Database database) {
        Authority authority = new Authority();
        Role.BUILT_IN.forEach(authority::put);
        database.read(RoleRows::all).forEach(authority::put);
        database.read(UserRows::all).forEach(authority::put);
        return authority;
    }

    void put(Role role) {
        roles.put(role.id(), role);
    }

    void removeRole(String id) {
        roles.remove(id);
    }

    void put(User user) {
        if (user.isDisabled()) {
            byAccount.remove(user.id());
        } else {
            byAccount.put(user.id(), user.roles());
        }
    }

    void removeAccount(String id) {
        byAccount.remove(id);
    }

    /** The role of that id. */
    Optional<Role> role(String id) {
        return Optional.ofNullable(roles.get(id));
    }

    /** The role of that id or name, as operators write it. */
    public Optional<Role> named(String idOrName) {
        return role(idOrName)
                .or(() ->
                        roles.values().stream()
                                .filter(role -> role.name().equalsIgnoreCase(idOrName))
                                .findFirst());
    }

    /** Whether there is such an account and it is not disabled. */
    boolean isActive(String account) {
        return byAccount.containsKey(account);
    }

    /** What an account may do: nothing when it is disabled or there is none. */
    Set<Permission> of(String account) {
        return of(byAccount.getOrDefault(account, Set.of()));
    }

    /** What those roles allow together. */
    public Set<Permission> of(Collection<String> ids) {
        Set<Permission> allowed = EnumSet.noneOf(Permission.class);
        for (String id : ids) {
            role(id).ifPresent(role -> allowed.addAll(role.permissions()));
        }
        return allowed;
    }
}
