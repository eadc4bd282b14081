package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applications and who may use them. */
final class OrgApplications {
    private final Org org;
    private final OrgUsers users;
    private final OrgGroups groups;
    private final Map<String, ObjectNode> applications = new LinkedHashMap<>();
    private final Map<String, Map<String, ObjectNode>> accounts = new LinkedHashMap<>();
    private final Map<String, Map<String, ObjectNode>> assigned = new LinkedHashMap<>();

    OrgApplications(Org org, OrgUsers users, OrgGroups groups) {
        this.org = org;
        this.users = users;
        this.groups = groups;
    }

    ObjectNode add(String name, String label) {
        ObjectNode application = Org.JSON.objectNode();
        application.put("id", org.id("0oa")).put("name", name).put("label", label);
        application.put("status", "ACTIVE").put("signOnMode", "SAML_2_0");
        application.put("created", org.now()).put("lastUpdated", org.now());
        application.putArray("features").add("PROVISIONING");
        application.putObject("settings").putObject("app").put("url", "https://example.org");
        String id = application.path("id").asText();
        applications.put(id, application);
        accounts.put(id, new LinkedHashMap<>());
        assigned.put(id, new LinkedHashMap<>());
        return application;
    }

    OrgAnswer answer(OrgRequest request) {
        if (request.is("GET", "api", "v1", "apps")) {
            List<ObjectNode> found =
                    applications.values().stream()
                            .filter(application -> begins(request, application))
                            .toList();
            return org.page(request, found, 20);
        }
        if (request.is("POST", "api", "v1", "apps")) {
            return OrgAnswer.ok(
                    add(
                            request.body().path("name").asText(),
                            request.body().path("label").asText()));
        }
        String id = request.path().get(3);
        ObjectNode application = applications.get(id);
        return application == null
                ? OrgAnswer.notFound(id, "AppInstance")
                : one(request, application);
    }

    private static boolean begins(OrgRequest request, ObjectNode application) {
        return request.parameter("q")
                .map(text ->
                        application.path("label").asText().startsWith(text)
                                || application.path("name").asText().startsWith(text))
                .orElse(true);
    }

    private OrgAnswer one(OrgRequest request, ObjectNode application) {
        Map<String, ObjectNode> ours = accounts.get(application.path("id").asText());
        if (request.is("GET", "api", "v1", "apps", "*")) {
            return OrgAnswer.ok(application);
        }
        if (request.is("GET", "api", "v1", "apps", "*", "users")) {
            return org.page(request, new ArrayList<>(ours.values()), 50);
        }
        if (request.is("POST", "api", "v1", "apps", "*", "users")) {
            return assign(request, ours);
        }
        if (request.is("GET", "api", "v1", "apps", "*", "users", "*")) {
            String user = request.path().getLast();
            return Optional.ofNullable(ours.get(user))
                    .map(OrgAnswer::ok)
                    .orElseGet(() -> OrgAnswer.notFound(user, "AppUser"));
        }
        if (request.is("DELETE", "api", "v1", "apps", "*", "users", "*")) {
            return ours.remove(request.path().getLast()) == null
                    ? OrgAnswer.notFound(request.path().getLast(), "AppUser")
                    : OrgAnswer.empty(204);
        }
        return groups(request, assigned.get(application.path("id").asText()));
    }

    private OrgAnswer assign(OrgRequest request, Map<String, ObjectNode> ours) {
        String id = request.body().path("id").asText();
        if (users.find(id).isEmpty()) {
            return OrgAnswer.notFound(id, "User");
        }
        ObjectNode account = Org.JSON.objectNode();
        account.put("id", id).put("externalId", "ext-" + id).put("status", "ACTIVE");
        account.put("created", org.now()).put("lastUpdated", org.now());
        account.put("scope", request.body().path("scope").asText("USER"));
        account.put("syncState", "SYNCHRONIZED");
        ObjectNode credentials = account.putObject("credentials");
        credentials.put("userName", request.body().at("/credentials/userName").asText(id));
        if (request.body().at("/credentials/password/value").isTextual()) {
            credentials.putObject("password");
        }
        account.set("profile", request.profile().deepCopy());
        ours.put(id, account);
        return OrgAnswer.ok(account);
    }

    private OrgAnswer groups(OrgRequest request, Map<String, ObjectNode> ours) {
        if (request.is("GET", "api", "v1", "apps", "*", "groups")) {
            return org.page(request, new ArrayList<>(ours.values()), 20);
        }
        if (request.is("PUT", "api", "v1", "apps", "*", "groups", "*")) {
            String id = request.path().getLast();
            if (groups.find(id).isEmpty()) {
                return OrgAnswer.notFound(id, "UserGroup");
            }
            ObjectNode assignment = Org.JSON.objectNode();
            assignment.put("id", id).put("lastUpdated", org.now()).put("priority", ours.size());
            assignment.putObject("profile");
            assignment.putObject("_links");
            ours.put(id, assignment);
            return OrgAnswer.ok(assignment);
        }
        return OrgAnswer.error(
                405, "E0000022", "The endpoint does not support the provided method");
    }
}
