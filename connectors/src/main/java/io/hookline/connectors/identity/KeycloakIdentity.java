package io.hookline.connectors.identity;

import static io.hookline.connectors.identity.Requests.get;
import static io.hookline.connectors.identity.Requests.part;
import static io.hookline.connectors.identity.Requests.send;
import static io.hookline.connectors.identity.Requests.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.rest.RestApi;
import io.hookline.flow.card.CardContext;
import io.hookline.flow.card.CardFailure;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A realm of Keycloak. */
final class KeycloakIdentity implements IdentitySystem {
    private static final Pattern ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final String USERS = "/users/";
    private static final String PASSWORD = "password";
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;

    private final RestApi realm;
    private final RestApi guarded;

    /**
     * @param realm its administration API
     * @param guarded the same, which does not touch whom a connection protects
     */
    KeycloakIdentity(RestApi realm, RestApi guarded) {
        this.realm = realm;
        this.guarded = guarded;
    }

    @Override
    public Person user(CardContext context, String name) {
        if (ID.matcher(name).matches()) {
            return person(realm.send(context, get(USERS + part(name))).body());
        }
        for (String key : new String[] {"username", "email"}) {
            JsonNode found =
                    realm.send(context, get("/users", Map.of(key, name, "exact", "true"))).body();
            if (found.size() == 1) {
                return person(found.path(0));
            }
        }
        throw new CardFailure.NotFound(
                "Keycloak has no user, or several, of the name or mail address \"" + name + "\".");
    }

    private static Person person(JsonNode user) {
        String login = text(user, "username").orElse("");
        String names =
                Stream.of("firstName", "lastName")
                        .flatMap(key -> text(user, key).stream())
                        .collect(Collectors.joining(" "));
        boolean enabled = user.path("enabled").asBoolean();
        return new Person(
                text(user, "id")
                        .orElseThrow(() ->
                                new CardFailure.Rejected(
                                        "Keycloak's answer about a user has no id.")),
                login,
                text(user, "email"),
                names.isEmpty() ? login : names,
                enabled ? "ENABLED" : "DISABLED",
                !enabled);
    }

    @Override
    public String group(CardContext context, String name) {
        if (ID.matcher(name).matches()) {
            return name;
        }
        JsonNode found =
                realm.send(context, get("/groups", Map.of("search", name, "exact", "true"))).body();
        return named(found, name)
                .orElseThrow(
                        () -> new CardFailure.NotFound("Keycloak has no group \"" + name + "\"."));
    }

    /** A group that is found stands below those that it belongs to. */
    private static Optional<String> named(JsonNode groups, String name) {
        for (JsonNode group : groups) {
            if (group.path("name").asText().equals(name)
                    || group.path("path").asText().equals(name)) {
                return text(group, "id");
            }
            Optional<String> inner = named(group.path("subGroups"), name);
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    @Override
    public void suspend(CardContext context, String user) {
        act(guarded, context, "PUT", USERS + part(user), Optional.of(enabled(false)));
    }

    @Override
    public void unsuspend(CardContext context, String user) {
        act(realm, context, "PUT", USERS + part(user), Optional.of(enabled(true)));
    }

    private static ObjectNode enabled(boolean enabled) {
        return JsonNodeFactory.instance.objectNode().put("enabled", enabled);
    }

    @Override
    public void endSessions(CardContext context, String user) {
        act(guarded, context, "POST", USERS + part(user) + "/logout", Optional.empty());
    }

    @Override
    public void resetFactors(CardContext context, String user) {
        String credentials = USERS + part(user) + "/credentials";
        for (JsonNode credential : realm.send(context, get(credentials)).body()) {
            if (!credential.path("type").asText().equals(PASSWORD)) {
                String id = part(credential.path("id").asText());
                act(guarded, context, "DELETE", credentials + "/" + id, Optional.empty());
            }
        }
    }

    @Override
    public void addToGroup(CardContext context, String user, String group) {
        act(realm, context, "PUT", membership(user, group), Optional.empty());
    }

    @Override
    public void removeFromGroup(CardContext context, String user, String group) {
        act(guarded, context, "DELETE", membership(user, group), Optional.empty());
    }

    private static String membership(String user, String group) {
        return USERS + part(user) + "/groups/" + part(group);
    }

    private static void act(
            RestApi api,
            CardContext context,
            String method,
            String path,
            Optional<ObjectNode> body) {
        var unused =
                api.send(
                        context,
                        body.map(sent -> send(method, path, sent)).orElse(send(method, path)));
    }

    /**
     * Realm roles by their names, roles of clients as {@code CLIENT:ROLE}. Only those clients are
     * asked that are wanted: a realm may have hundreds.
     */
    @Override
    public Set<String> roles(CardContext context, String user, Set<String> wanted) {
        String mappings = USERS + part(user) + "/role-mappings/";
        Set<String> roles = names(context, mappings + "realm/composite", "");
        Set<String> clients =
                wanted.stream()
                        .filter(role -> role.indexOf(':') > 0)
                        .map(role -> role.substring(0, role.indexOf(':')))
                        .collect(Collectors.toSet());
        for (String client : clients) {
            JsonNode found =
                    realm.send(context, get("/clients", Map.of("clientId", client))).body();
            String id =
                    text(found.path(0), "id")
                            .orElseThrow(() ->
                                    new CardFailure.Invalid(
                                            "Of the roles that privileged of the connection names,"
                                                    + " Keycloak has no client \""
                                                    + client
                                                    + "\"."));
            roles.addAll(
                    names(context, mappings + "clients/" + part(id) + "/composite", client + ":"));
        }
        return roles;
    }

    private Set<String> names(CardContext context, String path, String prefix) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode list = realm.send(context, get(path)).body();
        if (!list.isArray()) {
            throw new CardFailure.Rejected("Keycloak's answer to " + path + " is no list.");
        }
        list.forEach(each -> names.add(prefix + each.path("name").asText()));
        return names;
    }

    @Override
    public Set<String> groups(CardContext context, String user) {
        Set<String> groups = new LinkedHashSet<>();
        String path = USERS + part(user) + "/groups";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode list =
                    realm.send(
                                    context,
                                    get(path, Map.of("first", "" + page * PAGE, "max", "" + PAGE)))
                            .body();
            list.forEach(group ->
                    Stream.of("id", "name", "path")
                            .flatMap(key -> text(group, key).stream())
                            .forEach(groups::add));
            if (list.size() < PAGE) {
                return groups;
            }
        }
        throw new CardFailure.Rejected("The user is in too many groups to look at.");
    }
}
