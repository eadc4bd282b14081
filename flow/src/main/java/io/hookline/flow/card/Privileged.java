package io.hookline.flow.card;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom the other system gives much power: everybody who has one of these roles or is in one of
 * these groups.
 *
 * @param roles by name; of a client of Keycloak as {@code CLIENT:ROLE}
 * @param groups by id or name
 */
public record Privileged(List<String> roles, List<String> groups) {
    /** Nobody has said it. */
    public static final Privileged UNDEFINED = new Privileged(List.of(), List.of());

    public Privileged {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
    }

    /** Whether nobody has said it. */
    public boolean isEmpty() {
        return roles.isEmpty() && groups.isEmpty();
    }

    /** The first role here that is among these, whatever its case. */
    public Optional<String> role(Set<String> names) {
        return named(roles, names);
    }

    /** The first group here that is among these, whatever its case. */
    public Optional<String> group(Set<String> names) {
        return named(groups, names);
    }

    private static Optional<String> named(List<String> listed, Set<String> names) {
        Set<String> plain = names.stream().map(Privileged::plain).collect(Collectors.toSet());
        return listed.stream().filter(entry -> plain.contains(plain(entry))).findFirst();
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
