package io.hookline.server.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What an OAuth 2.0 access token may be granted, in the original's words. */
enum Scope {
    EVENT_HOOKS_READ("okta.eventHooks.read", Permission.READ_HOOKS),
    EVENT_HOOKS_MANAGE("okta.eventHooks.manage", Permission.READ_HOOKS, Permission.MANAGE_HOOKS),
    LOGS_READ("okta.logs.read", Permission.READ_LOG);

    private final String word;
    private final Set<Permission> permissions;

    Scope(String word, Permission... permissions) {
        this.word = word;
        this.permissions = Set.of(permissions);
    }

    String word() {
        return word;
    }

    /** What those scopes allow together; unknown ones allow nothing. */
    static Set<Permission> permissions(Set<String> words) {
        Set<Permission> allowed = EnumSet.noneOf(Permission.class);
        for (Scope scope : values()) {
            if (words.contains(scope.word)) {
                allowed.addAll(scope.permissions);
            }
        }
        return allowed;
    }

    /** The least scope that allows it. */
    static Optional<Scope> allowing(Permission permission) {
        return Arrays.stream(values())
                .filter(scope -> scope.permissions.contains(permission))
                .findFirst();
    }
}
