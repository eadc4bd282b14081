package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Groups and who is in them. */
final class OrgGroups {
    private final Org org;
    private final OrgUsers users;
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();

    OrgGroups(Org org, OrgUsers users) {
        this.org = org;
        this.users = users;
    }

    ObjectNode add(ObjectNode profile, String type) {
        ObjectNode group = Org.JSON.objectNode();
        group.put("id", org.id("00g")).put("created", org.now()).put("lastUpdated", org.now());
        group.put("lastMembershipUpdated", org.now()).put("type", type);
        group.putArray("objectClass").add("okta:user_group");
        group.set("profile", profile.deepCopy());
        group.putObject("_links").putObject("users").put("href", "users");
        groups.put(group.path("id").asText(), group);
        members.put(group.path("id").asText(), new LinkedHashSet<>());
        return group;
    }

    void join(String group, String user) {
        members.get(group).add(user);
    }

    Set<String> members(String group) {
        return Set.copyOf(members.getOrDefault(group, Set.of()));
    }

    Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(groups.get(id));
    }

    OrgAnswer of(OrgRequest request, String key) {
        return users.find(key)
                .map(user -> {
                    List<ObjectNode> found =
                            groups.values().stream()
                                    .filter(group ->
                                            members.get(group.path("id").asText())
                                                    .contains(user.path("id").asText()))
                                    .toList();
                    return org.page(request, found, 200);
                })
                .orElseGet(() -> OrgAnswer.notFound(key, "User"));
    }

    OrgAnswer answer(OrgRequest request) {
        if (request.is("GET", "api", "v1", "groups")) {
            return org.misread(request, "search").orElseGet(() -> list(request));
        }
        if (request.is("POST", "api", "v1", "groups")) {
            if (request.profile().path("name").asText().isEmpty()) {
                return OrgAnswer.invalid("name", "The field cannot be left blank");
            }
            return OrgAnswer.ok(add(request.profile(), "OKTA_GROUP"));
        }
        String id = request.path().get(3);
        return find(id).map(group -> one(request, group))
                .orElseGet(() -> OrgAnswer.notFound(id, "UserGroup"));
    }

    private OrgAnswer list(OrgRequest request) {
        List<ObjectNode> found =
                groups.values().stream()
                        .filter(group -> Org.fits(request, "search", group))
                        .filter(group ->
                                request.parameter("q")
                                        .map(text ->
                                                group.at("/profile/name")
                                                        .asText()
                                                        .toLowerCase(Locale.ROOT)
                                                        .startsWith(text.toLowerCase(Locale.ROOT)))
                                        .orElse(true))
                        .toList();
        return org.page(request, found, 200);
    }

    private OrgAnswer one(OrgRequest request, ObjectNode group) {
        String id = group.path("id").asText();
        if (request.is("GET", "api", "v1", "groups", "*")) {
            return OrgAnswer.ok(group);
        }
        if (request.is("PUT", "api", "v1", "groups", "*")) {
            group.set("profile", request.profile().deepCopy());
            return OrgAnswer.ok(group);
        }
        if (request.is("DELETE", "api", "v1", "groups", "*")) {
            groups.remove(id);
            members.remove(id);
            return OrgAnswer.empty(204);
        }
        if (request.is("GET", "api", "v1", "groups", "*", "users")) {
            return org.page(
                    request,
                    members.get(id).stream().map(users::find).flatMap(Optional::stream).toList(),
                    200);
        }
        if (request.path().size() == 6 && request.path().get(4).equals("users")) {
            return member(request, group, request.path().get(5));
        }
        return OrgAnswer.error(
                405, "E0000022", "The endpoint does not support the provided method");
    }

    private OrgAnswer member(OrgRequest request, ObjectNode group, String key) {
        Optional<ObjectNode> user = users.find(key);
        if (user.isEmpty()) {
            return OrgAnswer.notFound(key, "User");
        }
        String id = user.get().path("id").asText();
        Set<String> inside = members.get(group.path("id").asText());
        boolean adds = request.method().equals("PUT");
        boolean changed = adds ? inside.add(id) : inside.remove(id);
        if (changed) {
            org.log.add(
                    "group.user_membership." + (adds ? "add" : "remove"),
                    adds ? "Add user to group" : "Remove user from group",
                    OrgLog.user(user.get()),
                    OrgLog.target(
                            group.path("id").asText(),
                            "UserGroup",
                            "unknown",
                            group.at("/profile/name").asText()));
        }
        return OrgAnswer.empty(204);
    }
}
