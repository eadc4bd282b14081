package io.hookline.server.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A bundle of permissions that people are given.
 *
 * @param place its place in lists: the built-in ones first, then in the order of making
 * @param updated when it was made or last changed; empty for a built-in one
 */
public record Role(long place, String id, Draft draft, Optional<Instant> updated) {
    /** May do everything; somebody always has it. */
    public static final String ADMINISTRATOR = "administrator";

    /** Those of the program; nobody changes or deletes them. */
    public static final List<Role> BUILT_IN =
            List.of(
                    builtIn(
                            1,
                            ADMINISTRATOR,
                            "Administrator",
                            "Everything, people and their roles too.",
                            EnumSet.allOf(Permission.class)),
                    builtIn(
                            2,
                            "builder",
                            "Builder",
                            "Builds and runs flows and event hooks with the connections that there"
                                    + " are.",
                            EnumSet.complementOf(
                                    EnumSet.of(
                                            Permission.INGEST,
                                            Permission.MANAGE_CONNECTIONS,
                                            Permission.APPROVE,
                                            Permission.MANAGE_USERS))),
                    builtIn(
                            3,
                            "operator",
                            "Operator",
                            "Sees everything, runs flows, decides approvals, halts.",
                            EnumSet.of(
                                    Permission.READ_LOG,
                                    Permission.READ_HOOKS,
                                    Permission.READ_FLOWS,
                                    Permission.RUN_FLOWS,
                                    Permission.READ_EXECUTIONS,
                                    Permission.APPROVE,
                                    Permission.HALT)),
                    builtIn(
                            4,
                            "viewer",
                            "Viewer",
                            "Sees everything, changes nothing.",
                            EnumSet.of(
                                    Permission.READ_LOG,
                                    Permission.READ_HOOKS,
                                    Permission.READ_FLOWS,
                                    Permission.READ_EXECUTIONS)),
                    builtIn(
                            5,
                            "approver",
                            "Approver",
                            "Decides what flows ask to be approved, and nothing else.",
                            EnumSet.of(Permission.APPROVE)));

    /** Behind the places of the built-in ones. */
    static final long FIRST_PLACE = 100;

    /** What its maker chose and may change. */
    public record Draft(String name, String description, Set<Permission> permissions) {
        public Draft {
            permissions = Set.copyOf(permissions);
        }
    }

    private static Role builtIn(
            long place, String id, String name, String description, Set<Permission> permissions) {
        return new Role(place, id, new Draft(name, description, permissions), Optional.empty());
    }

    public String name() {
        return draft.name();
    }

    public Set<Permission> permissions() {
        return draft.permissions();
    }

    public boolean isBuiltIn() {
        return place < FIRST_PLACE;
    }

    /** Names of permissions as tables keep them: in order, separated by blanks. */
    static String stored(Set<Permission> permissions) {
        return permissions.stream().sorted().map(Enum::name).collect(Collectors.joining(" "));
    }

    static Set<Permission> permissions(String stored) {
        return Arrays.stream(stored.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Permission::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class)));
    }
}
