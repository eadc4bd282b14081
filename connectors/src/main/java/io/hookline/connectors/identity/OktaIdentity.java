package io.hookline.connectors.identity;

import static io.hookline.connectors.identity.Requests.get;
import static io.hookline.connectors.identity.Requests.part;
import static io.hookline.connectors.identity.Requests.send;
import static io.hookline.connectors.identity.Requests.text;

import com.fasterxml.jackson.databind.JsonNode;

import io.hookline.connectors.rest.RestApi;
import io.hookline.connectors.rest.RestReply;
import io.hookline.connectors.rest.RestRequest;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An Okta org. */
final class OktaIdentity implements IdentitySystem {
    private static final String USERS = "/api/v1/users/";
    private static final String SUSPENDED = "SUSPENDED";
    private static final int MOST_PAGES = 20;

    private final RestApi okta;

    OktaIdentity(RestApi okta) {
        this.okta = okta;
    }

    @Override
    public Person user(CardContext context, String name) {
        JsonNode user = okta.send(context, get(USERS + part(name))).body();
        JsonNode profile = user.path("profile");
        String login = text(profile, "login").orElse(name);
        String names =
                Stream.of("firstName", "lastName")
                        .flatMap(key -> text(profile, key).stream())
                        .collect(Collectors.joining(" "));
        String status = user.path("status").asText("");
        return new Person(
                text(user, "id")
                        .orElseThrow(() ->
                                new CardFailure.Rejected("Okta's answer about a user has no id.")),
                login,
                text(profile, "email"),
                names.isEmpty() ? login : names,
                status,
                status.equals(SUSPENDED));
    }

    @Override
    public String group(CardContext context, String name) {
        try {
            return text(okta.send(context, get("/api/v1/groups/" + part(name))).body(), "id")
                    .orElse(name);
        } catch (CardFailure.NotFound notAnId) {
            RestRequest search = get("/api/v1/groups", Map.of("q", name, "limit", "200"));
            for (JsonNode group : okta.send(context, search).body()) {
                if (group.path("profile").path("name").asText().equals(name)) {
                    return group.path("id").asText();
                }
            }
            throw notAnId;
        }
    }

    @Override
    public void suspend(CardContext context, String user) {
        act(context, "POST", USERS + part(user) + "/lifecycle/suspend");
    }

    @Override
    public void unsuspend(CardContext context, String user) {
        act(context, "POST", USERS + part(user) + "/lifecycle/unsuspend");
    }

    @Override
    public void endSessions(CardContext context, String user) {
        RestRequest request =
                new RestRequest(
                        "DELETE",
                        USERS + part(user) + "/sessions",
                        Optional.of(Requests.object(Map.of("oauthTokens", "true"))),
                        Optional.empty());
        var unused = okta.send(context, request);
    }

    @Override
    public void resetFactors(CardContext context, String user) {
        act(context, "POST", USERS + part(user) + "/lifecycle/reset_factors");
    }

    @Override
    public void addToGroup(CardContext context, String user, String group) {
        act(context, "PUT", "/api/v1/groups/" + part(group) + "/users/" + part(user));
    }

    @Override
    public void removeFromGroup(CardContext context, String user, String group) {
        act(context, "DELETE", "/api/v1/groups/" + part(group) + "/users/" + part(user));
    }

    private void act(CardContext context, String method, String path) {
        var unused = okta.send(context, send(method, path));
    }

    /** Administrator roles, by type and by label; those that came with a group included. */
    @Override
    public Set<String> roles(CardContext context, String user, Set<String> wanted) {
        Set<String> roles = new LinkedHashSet<>();
        everyOne(
                context,
                USERS + part(user) + "/roles",
                role ->
                        Stream.of("type", "label")
                                .flatMap(key -> text(role, key).stream())
                                .forEach(roles::add));
        return roles;
    }

    @Override
    public Set<String> groups(CardContext context, String user) {
        Set<String> groups = new LinkedHashSet<>();
        everyOne(
                context,
                USERS + part(user) + "/groups",
                group -> {
                    groups.add(group.path("id").asText());
                    text(group.path("profile"), "name").ifPresent(groups::add);
                });
        return groups;
    }

    /** What cannot be read whole is not answered: half of it could hide a role. */
    private void everyOne(CardContext context, String path, Consumer<JsonNode> each) {
        RestReply reply = okta.send(context, get(path));
        for (int page = 1; ; page++) {
            if (!reply.body().isArray()) {
                throw new CardFailure.Rejected("Okta's answer to " + path + " is no list.");
            }
            reply.body().forEach(each);
            Optional<String> next = reply.next();
            if (next.isEmpty()) {
                return;
            }
            if (page == MOST_PAGES) {
                throw new CardFailure.Rejected("There is too much to read at " + path + ".");
            }
            reply = okta.follow(context, next.get());
        }
    }
}
