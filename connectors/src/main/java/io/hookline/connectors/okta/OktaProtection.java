package io.hookline.connectors.okta;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.rest.ProtectedPeople;
import io.hookline.connectors.rest.ProtectedPeople.Person;
import io.hookline.connectors.rest.RestReply;
import io.hookline.flow.card.CardFailure;
import io.hookline.flow.card.Connection;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps protected users and groups of an org from requests that destroy. */
final class OktaProtection {
    private static final int MOST_PAGES = 20;

    private final ProtectedPeople people = new ProtectedPeople();

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
        if (connection.reach().protection().isEmpty()) {
            return address;
        }
        Optional<OktaTargets> targets = OktaTargets.of(method, address, body);
        URI found = address;
        if (targets.isPresent()) {
            var org = new Org(reader);
            for (String group : targets.get().groups()) {
                people.requireGroup(connection, group, org);
            }
            for (String user : targets.get().users()) {
                found = withId(found, user, people.requireUser(connection, user, now, org).id());
            }
        }
        return found;
    }

    private record Org(Reader reader) implements ProtectedPeople.Directory {
        @Override
        public Person user(String name) {
            JsonNode found = reader.read("/api/v1/users/" + segment(name)).body();
            String id = found.path("id").asText("");
            if (id.isEmpty()) {
                throw ProtectedPeople.notKnown("Okta's answer about the user has no id.");
            }
            Set<String> names = new LinkedHashSet<>(Set.of(id));
            for (String key : List.of("login", "email", "secondEmail")) {
                String text = found.path("profile").path(key).asText("");
                if (!text.isEmpty()) {
                    names.add(text);
                }
            }
            return new Person(id, names);
        }

        @Override
        public Set<String> group(String name) {
            return namesOfGroup(reader.read("/api/v1/groups/" + segment(name)).body());
        }

        @Override
        public Set<String> groupsOf(Person user) {
            Set<String> names = new LinkedHashSet<>();
            Optional<String> next = Optional.of("/api/v1/users/" + segment(user.id()) + "/groups");
            for (int page = 0; next.isPresent(); page++) {
                if (page == MOST_PAGES) {
                    throw ProtectedPeople.notKnown("The user is in too many groups to look at.");
                }
                RestReply reply = reader.read(next.get());
                if (!reply.body().isArray()) {
                    throw ProtectedPeople.notKnown(
                            "Okta's answer about the user's groups is no list.");
                }
                reply.body().forEach(group -> names.addAll(namesOfGroup(group)));
                next = reply.next();
            }
            return names;
        }
    }

    private static Set<String> namesOfGroup(JsonNode group) {
        Set<String> names = new LinkedHashSet<>();
        names.add(group.path("id").asText(""));
        names.add(group.path("profile").path("name").asText(""));
        names.remove("");
        if (names.isEmpty()) {
            throw ProtectedPeople.notKnown("Okta's answer about a group has neither id nor name.");
        }
        return names;
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
