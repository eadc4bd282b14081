package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
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
    private final Map<String, List<ObjectNode>> owners = new LinkedHashMap<>();

    OrgGroups(Org org, OrgUsers users) {
        this.org = org;
        this.users = users;
    }

    ObjectNode add(ObjectNode profile, String type) {
        return add(org.id("00g"), profile, type);
    }

    ObjectNode add(String id, ObjectNode profile, String type) {
        ObjectNode group = Org.JSON.objectNode();
        group.put("id", id).put("created", org.now()).put("lastUpdated", org.now());
        group.put("lastMembershipUpdated", org.now()).put("type", type);
        group.putArray("objectClass").add("okta:user_group");
        group.set("profile", profile.deepCopy());
        group.putObject("_links").putObject("users").put("href", "users");
        groups.put(group.path("id").asText(), group);
        members.put(group.path("id").asText(), new LinkedHashSet<>());
        return group;
    }

    List<JsonNode> profiles() {
        return groups.values().stream().map(group -> group.path("profile")).toList();
    }

    void join(String group, String user) {
        members.get(group).add(user);
    }

    Set<String> members(String group) {
        return Set.copyOf(members.getOrDefault(group, Set.of()));
    }

    Optional<String> named(String name) {
        return groups.values().stream()
                .filter(group -> group.at("/profile/name").asText().equals(name))
                .map(group -> group.path("id").asText())
                .findFirst();
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
            return org.misread(request, "search")
                    .or(() -> org.misread(request, "filter"))
                    .orElseGet(() -> list(request));
        }
        if (request.is("POST", "api", "v1", "groups")) {
            if (request.profile().path("name").asText().isEmpty()) {
                return OrgAnswer.invalid("name", "The field cannot be left blank");
            }
            ObjectNode group = add(request.profile(), "OKTA_GROUP");
            org.log.add("group.lifecycle.create", "Create Okta group", target(group));
            return OrgAnswer.ok(group);
        }
        String id = request.path().get(3);
        return find(id).map(group -> one(request, group))
                .orElseGet(() -> OrgAnswer.notFound(id, "UserGroup"));
    }

    private OrgAnswer list(OrgRequest request) {
        List<ObjectNode> found =
                groups.values().stream()
                        .filter(group -> Org.fits(request, "search", group))
                        .filter(group -> Org.fits(request, "filter", group))
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
            group.put("lastUpdated", org.now());
            org.log.add("group.profile.update", "Update Okta group", target(group));
            return OrgAnswer.ok(group);
        }
        if (request.is("DELETE", "api", "v1", "groups", "*")) {
            groups.remove(id);
            members.remove(id);
            owners.remove(id);
            org.log.add("group.lifecycle.delete", "Delete Okta group", target(group));
            return OrgAnswer.empty(204);
        }
        if (request.is("GET", "api", "v1", "groups", "*", "users")) {
            return org.page(
                    request,
                    members.get(id).stream().map(users::find).flatMap(Optional::stream).toList(),
                    200);
        }
        if (request.path().size() == 5 && request.path().get(4).equals("owners")) {
            List<ObjectNode> ours = owners.computeIfAbsent(id, key -> new ArrayList<>());
            if (request.method().equals("POST")) {
                ours.add(
                        request.body() instanceof ObjectNode owner ? owner : Org.JSON.objectNode());
                return new OrgAnswer(201, Map.of(), ours.getLast());
            }
            return org.page(request, ours, 200);
        }
        if (request.is("GET", "api", "v1", "groups", "*", "apps")
                || request.is("GET", "api", "v1", "groups", "*", "roles")) {
            return OrgAnswer.ok(Org.JSON.arrayNode());
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
        if (!request.method().equals("PUT") && !request.method().equals("DELETE")) {
            return OrgAnswer.error(
                    405, "E0000022", "The endpoint does not support the provided method");
        }
        Set<String> inside = members.get(group.path("id").asText());
        boolean adds = request.method().equals("PUT");
        boolean changed = adds ? inside.add(id) : inside.remove(id);
        if (changed) {
            org.log.add(
                    "group.user_membership." + (adds ? "add" : "remove"),
                    adds ? "Add user to group" : "Remove user from group",
                    OrgLog.user(user.get()),
                    target(group));
        }
        return OrgAnswer.empty(204);
    }

    private static ObjectNode target(ObjectNode group) {
        return OrgLog.target(
                group.path("id").asText(),
                "UserGroup",
                "unknown",
                group.at("/profile/name").asText());
    }

    /** Each with the ids of its members in {@code members}. */
    ArrayNode state() {
        ArrayNode all = Org.JSON.arrayNode();
        groups.forEach((id, group) -> {
            ObjectNode one = group.deepCopy();
            ArrayNode inside = one.putArray("members");
            members.get(id).forEach(inside::add);
            all.add(one);
        });
        return all;
    }
}
