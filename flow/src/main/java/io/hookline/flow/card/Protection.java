package io.hookline.flow.card;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * People and groups of the other system that no destructive card may touch, however a flow names
 * them.
 *
 * @param users by id, login or mail address
 * @param groups by id or name: the groups themselves, and everybody in them
 */
public record Protection(List<String> users, List<String> groups) {
    /** Everybody may be touched. */
    public static final Protection NOBODY = new Protection(List.of(), List.of());

    public Protection {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
    }

    /** Whether nobody is protected. */
    public boolean isEmpty() {
        return users.isEmpty() && groups.isEmpty();
    }

    /** The protected user that one of these names, whatever its case. */
    public Optional<String> user(Set<String> names) {
        return named(users, names);
    }

    /** The protected group that one of these names, whatever its case. */
    public Optional<String> group(Set<String> names) {
        return named(groups, names);
    }

    private static Optional<String> named(List<String> listed, Set<String> names) {
        Set<String> plain = names.stream().map(Protection::plain).collect(Collectors.toSet());
        return listed.stream().filter(entry -> plain.contains(plain(entry))).findFirst();
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
