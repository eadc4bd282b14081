package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.rest.RestReply;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;
import io.hookline.flow.card.Protection;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps users and groups from requests that destroy. Whoever is named is looked up first, so that
 * an id, a login and a short name are the same person; members of protected groups are protected,
 * too. What cannot be looked up is not touched.
 */
final class OktaProtection {
    /** How long the groups of a user are believed. */
    private static final Duration BELIEVED = Duration.ofSeconds(30);

    private static final int MOST_KNOWN = 1_000;
    private static final int MOST_PAGES = 20;

    private final Map<String, Known> groups =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > MOST_KNOWN;
                }
            };

    /** The names and ids of the groups of a user. */
    private record Known(Set<String> names, Instant since) {}

    /** Reads from the org. */
    @FunctionalInterface
    interface Reader {
        /**
         * @param link a path, or the address of a next page
         */
        RestReply read(String link);
    }

    /**
     * The address to call instead: that of the users who were looked up, by their ids.
     *
     * @throws CardFailure.Denied when it would touch somebody who is protected
     */
    URI allowed(
            Connection connection,
            String method,
            URI address,
            String body,
            Instant now,
            Reader reader) {
        Protection protection = connection.reach().protection();
        if (protection.isEmpty()) {
            return address;
        }
        Optional<OktaTargets> targets = OktaTargets.of(method, address, body);
        URI found = address;
        if (targets.isPresent()) {
            for (String group : targets.get().groups()) {
                requireGroup(connection, group, reader);
            }
            for (String user : targets.get().users()) {
                String id = requireUser(connection, user, now, reader);
                found = withId(found, user, id);
            }
        }
        return found;
    }

    private static void requireGroup(Connection connection, String group, Reader reader) {
        Protection protection = connection.reach().protection();
        if (protection.groups().isEmpty()) {
            return;
        }
        refuse(connection, protection.group(Set.of(group)), "group");
        JsonNode found = looked(() -> reader.read("/api/v1/groups/" + segment(group))).body();
        refuse(connection, protection.group(namesOfGroup(found)), "group");
    }

    /** The user's id. */
    private String requireUser(Connection connection, String user, Instant now, Reader reader) {
        Protection protection = connection.reach().protection();
        refuse(connection, protection.user(Set.of(user)), "user");
        JsonNode found = looked(() -> reader.read("/api/v1/users/" + segment(user))).body();
        String id = found.path("id").asText("");
        if (id.isEmpty()) {
            throw notKnown("Okta's answer about the user has no id.");
        }
        Set<String> names = new LinkedHashSet<>(Set.of(id));
        for (String name : List.of("login", "email", "secondEmail")) {
            String text = found.path("profile").path(name).asText("");
            if (!text.isEmpty()) {
                names.add(text);
            }
        }
        refuse(connection, protection.user(names), "user");
        if (!protection.groups().isEmpty()) {
            refuse(
                    connection,
                    protection.group(groupsOf(connection, id, now, reader)),
                    "a member of the group");
        }
        return id;
    }

    private Set<String> groupsOf(Connection connection, String user, Instant now, Reader reader) {
        String key = connection.id() + " " + connection.baseUrl() + " " + user;
        synchronized (groups) {
            Known known = groups.get(key);
            if (known != null && known.since().plus(BELIEVED).isAfter(now)) {
                return known.names();
            }
        }
        Set<String> names = new LinkedHashSet<>();
        Optional<String> next = Optional.of("/api/v1/users/" + segment(user) + "/groups");
        for (int page = 0; next.isPresent(); page++) {
            if (page == MOST_PAGES) {
                throw notKnown("The user is in too many groups to look at.");
            }
            String link = next.get();
            RestReply reply = looked(() -> reader.read(link));
            if (!reply.body().isArray()) {
                throw notKnown("Okta's answer about the user's groups is no list.");
            }
            reply.body().forEach(group -> names.addAll(namesOfGroup(group)));
            next = reply.next();
        }
        synchronized (groups) {
            groups.remove(key);
            groups.put(key, new Known(Set.copyOf(names), now));
        }
        return names;
    }

    private static Set<String> namesOfGroup(JsonNode group) {
        Set<String> names = new LinkedHashSet<>();
        names.add(group.path("id").asText(""));
        names.add(group.path("profile").path("name").asText(""));
        names.remove("");
        if (names.isEmpty()) {
            throw notKnown("Okta's answer about a group has neither id nor name.");
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
    private static RestReply looked(Supplier<RestReply> reading) {
        try {
            return reading.get();
        } catch (CardFailure.RateLimited | CardFailure.NotFound passed) {
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

    private static CardFailure.Denied notKnown(String why) {
        return CardFailure.Denied.isProtected(
                "Whether the target is protected could not be looked up, so nothing was done. "
                        + why,
                "(not known)");
    }

    /** The same address with the user's id where the name stands. */
    private static URI withId(URI address, String user, String id) {
        List<String> parts = new ArrayList<>();
        for (String part : address.getRawPath().split("/", -1)) {
            boolean names =
                    URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8)
                            .strip()
                            .equals(user);
            parts.add(names ? segment(id) : part);
        }
        String text = address.toString();
        int start = text.indexOf(address.getRawPath());
        int end = start + address.getRawPath().length();
        return URI.create(text.substring(0, start) + String.join("/", parts) + text.substring(end));
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
