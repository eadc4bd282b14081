package io.hookline.connectors.files;

import io.hookline.outbound.Origin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Requests that a path names: {@code POST /users/{user}/signOut}. A part in braces is whom such a
 * request touches, {@code *} is any part, {@code **} at the end is all below.
 *
 * @param method empty for all
 * @param origin empty for the address of the connection
 * @param parts without the slashes, as they are written
 * @param below whether all paths below are meant, too
 * @param sends members of a JSON body of which one must be there; none for any body
 */
record PathRule(
        Optional<String> method,
        Optional<Origin> origin,
        List<String> parts,
        boolean below,
        List<String> sends) {
    static final String USER = "{user}";
    static final String GROUP = "{group}";
    private static final String ANY = "*";

    PathRule {
        parts = List.copyOf(parts);
        sends = List.copyOf(sends);
    }

    /**
     * Whom a request touches.
     *
     * @param users as the path names them
     * @param groups as the path names them
     */
    record Touched(List<String> users, List<String> groups) {}

    /**
     * Whom a request touches; empty when the rule does not speak of it.
     *
     * @param asked the other origin that it goes to; empty when it is that of the connection
     * @param path its parts, decoded, below the address of the connection
     */
    Optional<Touched> touched(String verb, Optional<Origin> asked, List<String> path) {
        boolean length = below ? path.size() >= parts.size() : path.size() == parts.size();
        if (method.filter(given -> !given.equals(verb)).isPresent()
                || !origin.equals(asked)
                || !length) {
            return Optional.empty();
        }
        List<String> users = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            switch (part) {
                case USER -> users.add(path.get(i));
                case GROUP -> groups.add(path.get(i));
                case ANY -> {}
                default -> {
                    if (!lower(part).equals(lower(path.get(i)))) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(new Touched(users, groups));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
