package io.hookline.connectors.rest;

import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Protection;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps the users and groups that a connection protects from requests that destroy. Whoever is
 * named is looked up first, so that an id, a login and a short name are the same person; members of
 * protected groups are protected, too. What cannot be looked up is not touched.
 */
public final class ProtectedPeople {
    /** How long the groups of a user are believed. */
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private static final int MOST_KNOWN = 1_000;

    private final Map<String, Known> groups =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > MOST_KNOWN;
                }
            };

    /** The names and ids of the groups of a user. */
    private record Known(Set<String> names, Instant since) {}

    /**
     * A user.
     *
     * @param names all by which somebody may have listed the user, the id among them
     */
    public record Person(String id, Set<String> names) {
        public Person {
            names = Set.copyOf(names);
        }
    }

    /** Asks the other system. A failure of any kind means that nothing is known. */
    public interface Directory {
        /** The user of that id or name. */
        Person user(String name);

        /** The id and the name of the group of that id or name. */
        Set<String> group(String name);

        /** The ids and names of all groups that the user is in. */
        Set<String> groupsOf(Person user);
    }

    /**
     * Looks a user up.
     *
     * @throws CardFailure.Denied when the user is protected, or nobody can tell
     */
    public Person requireUser(
            Connection connection, String user, Instant now, Directory directory) {
        Protection protection = connection.reach().protection();
        refuse(connection, protection.user(Set.of(user)), "user");
        Person found = looked(() -> directory.user(user));
        refuse(connection, protection.user(found.names()), "user");
        if (!protection.groups().isEmpty()) {
            refuse(
                    connection,
                    protection.group(groupsOf(connection, found, now, directory)),
                    "a member of the group");
        }
        return found;
    }

    /**
     * Looks a group up.
     *
     * @throws CardFailure.Denied when the group is protected, or nobody can tell
     */
    public void requireGroup(Connection connection, String group, Directory directory) {
        Protection protection = connection.reach().protection();
        if (protection.groups().isEmpty()) {
            return;
        }
        refuse(connection, protection.group(Set.of(group)), "group");
        refuse(connection, protection.group(looked(() -> directory.group(group))), "group");
    }

    private Set<String> groupsOf(
            Connection connection, Person user, Instant now, Directory directory) {
        String key = connection.id() + " " + connection.baseUrl() + " " + user.id();
        synchronized (groups) {
            Known known = groups.get(key);
            if (known != null && known.since().plus(BELIEVED).isAfter(now)) {
                return known.names();
            }
        }
        Set<String> names = new LinkedHashSet<>(looked(() -> directory.groupsOf(user)));
        synchronized (groups) {
            groups.remove(key);
            groups.put(key, new Known(Set.copyOf(names), now));
        }
        return names;
    }

    private static void refuse(Connection connection, Optional<String> entry, String what) {
        entry.ifPresent(listed -> {
            throw CardFailure.Denied.isProtected(
                    "The target is "
                            + what
                            + " \""
                            + listed
                            + "\", which the connection \""
                            + connection.name()
                            + "\" protects. Nothing was done. Who is protected stands on the"
                            + " connection, in protected.",
                    listed);
        });
    }

    /** A failure that may pass keeps its kind; nothing was done in any case. */
    private static <T> T looked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (CardFailure.RateLimited | CardFailure.NotFound | CardFailure.Denied passed) {
            throw passed;
        } catch (CardFailure.Unavailable failure) {
            throw new CardFailure.Unavailable(
                    "Whether the target is protected could not be looked up, so nothing was done. "
                            + failure.getMessage(),
                    failure.code());
        } catch (CardFailure failure) {
            throw notKnown(failure.getMessage());
        }
    }

    /** The refusal when an answer does not say enough. */
    public static CardFailure.Denied notKnown(String why) {
        return CardFailure.Denied.isProtected(
                "Whether the target is protected could not be looked up, so nothing was done. "
                        + why,
                "(not known)");
    }

    /** The refusal when a request does not say whom it touches. */
    public static CardFailure.Denied unclear(String why) {
        return CardFailure.Denied.isProtected(
                "The connection protects users or groups, and it is not known whether this request"
                        + " touches one of them. "
                        + why
                        + " Nothing was done.",
                "(not known)");
    }
}
