package io.hookline.testing.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.testing.okta.SimulatedOrg;
import io.hookline.testing.slack.SimulatedSlack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a world begins with: {@code okta}, {@code slack}, {@code answers} and {@code cards}, each
 * optional.
 */
final class Seed {
    private static final Set<String> WORLD = Set.of("okta", "slack", "answers", "cards", "about");
    private static final Set<String> OKTA =
            Set.of(
                    "users",
                    "groups",
                    "applications",
                    "clients",
                    "identityProviders",
                    "realms",
                    "resources",
                    "rateLimit",
                    "pageSize");
    private static final Set<String> SLACK = Set.of("users", "channels");
    private static final Set<String> USER =
            Set.of("id", "profile", "status", "groups", "factors", "roles");
    private static final Set<String> GROUP = Set.of("id", "name");
    private static final Set<String> APPLICATION = Set.of("id", "name", "label", "users");
    private static final Set<String> CLIENT = Set.of("id", "jwk");
    private static final Set<String> PERSON = Set.of("name", "realName", "email");

    private final JsonNode json;

    /**
     * @throws InvalidWorld when it has what nobody knows
     */
    Seed(JsonNode json) {
        this.json = json;
        require("the world", json, WORLD);
        require("okta", json.path("okta"), OKTA);
        require("slack", json.path("slack"), SLACK);
        each("okta.users", json.at("/okta/users"), USER);
        each("okta.groups", json.at("/okta/groups"), GROUP);
        each("okta.applications", json.at("/okta/applications"), APPLICATION);
        each("okta.clients", json.at("/okta/clients"), CLIENT);
        each("slack.users", json.at("/slack/users"), PERSON);
        for (JsonNode user : json.at("/okta/users")) {
            if (!user.at("/profile/login").isTextual()) {
                throw new InvalidWorld("A user of okta.users has no profile.login: " + user);
            }
        }
    }

    private static void each(String place, JsonNode list, Set<String> known) {
        if (!list.isMissingNode() && !list.isArray()) {
            throw new InvalidWorld(place + " is no list.");
        }
        int i = 0;
        for (JsonNode item : list) {
            require(place + "[" + i++ + "]", item, known);
        }
    }

    private static void require(String place, JsonNode object, Set<String> known) {
        if (object.isMissingNode()) {
            return;
        }
        if (!object.isObject()) {
            throw new InvalidWorld(
                    place
                            + " is no object; expected one with "
                            + String.join(", ", known.stream().sorted().toList())
                            + ".");
        }
        object.fieldNames()
                .forEachRemaining(name -> {
                    if (!known.contains(name)) {
                        throw InvalidWorld.unknown("key of " + place, name, known);
                    }
                });
    }

    /**
     * Fills a world that is empty.
     *
     * @throws InvalidWorld when something in it cannot be
     */
    void fill(SimulatedOrg org, SimulatedSlack slack, CannedAnswers answers, CardAnswers cards) {
        okta(org, json.path("okta"));
        for (JsonNode person : json.at("/slack/users")) {
            slack.addPerson(
                    person.path("name").asText(),
                    person.path("realName").asText(person.path("name").asText()),
                    person.path("email").asText());
        }
        json.at("/slack/channels").forEach(channel -> slack.addChannel(channel.asText()));
        answers.set(json.path("answers"));
        json.path("cards").properties().forEach(card -> cards.tell(card.getKey(), card.getValue()));
    }

    private static void okta(SimulatedOrg org, JsonNode okta) {
        okta.path("groups").forEach(group -> org.addGroup(id(group), group.path("name").asText()));
        for (JsonNode user : okta.path("users")) {
            user(org, user);
        }
        for (JsonNode application : okta.path("applications")) {
            org.addApplication(
                    id(application),
                    application.path("name").asText(),
                    application.path("label").asText(),
                    texts(application.path("users")));
        }
        for (JsonNode client : okta.path("clients")) {
            try {
                org.addClient(client.path("id").asText(), client.path("jwk"));
            } catch (IllegalArgumentException mistake) {
                throw new InvalidWorld(mistake.getMessage());
            }
        }
        okta.path("identityProviders").forEach(name -> org.addIdentityProvider(name.asText()));
        okta.path("realms").forEach(name -> org.addRealm(name.asText()));
        for (var collection : okta.path("resources").properties()) {
            for (JsonNode thing : collection.getValue()) {
                resource(org, collection.getKey(), thing);
            }
        }
        org.pagesOf(okta.path("pageSize").asInt(Integer.MAX_VALUE));
        org.limitEachMinute(okta.path("rateLimit").asInt(0));
    }

    private static void resource(SimulatedOrg org, String collection, JsonNode thing) {
        if (!(thing instanceof ObjectNode object)) {
            throw new InvalidWorld("okta.resources." + collection + " holds what is no object.");
        }
        try {
            org.addResource(collection, object);
        } catch (IllegalArgumentException unknown) {
            throw new InvalidWorld(unknown.getMessage());
        }
    }

    private static void user(SimulatedOrg org, JsonNode user) {
        ObjectNode profile = user.path("profile").deepCopy();
        if (!profile.has("email")) {
            profile.set("email", profile.path("login"));
        }
        String id = org.addUser(id(user), profile);
        if (user.has("status")) {
            org.change(id, "status", user.path("status").asText());
        }
        for (String group : texts(user.path("groups"))) {
            org.join(org.group(group).orElseGet(() -> org.addGroup(group)), id);
        }
        texts(user.path("factors")).forEach(type -> org.addFactor(id, type));
        texts(user.path("roles")).forEach(type -> org.addRole(id, type));
    }

    private static Optional<String> id(JsonNode thing) {
        return Optional.ofNullable(thing.path("id").textValue());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
