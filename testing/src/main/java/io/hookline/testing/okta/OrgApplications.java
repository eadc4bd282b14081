package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applications and who may use them. */
final class OrgApplications {
    private static final String METADATA =
            "<?xml version=\"1.0\"?><EntityDescriptor entityID=\"http://www.okta.com/simulated\"/>";

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
        return add(org.id("0oa"), name, label);
    }

    ObjectNode add(String id, String name, String label) {
        ObjectNode application = Org.JSON.objectNode();
        application.put("id", id).put("name", name).put("label", label);
        application.put("status", "ACTIVE").put("signOnMode", "SAML_2_0");
        application.put("created", org.now()).put("lastUpdated", org.now());
        application.putArray("features").add("PROVISIONING");
        application.putObject("settings").putObject("app").put("url", "https://example.org");
        applications.put(id, application);
        accounts.put(id, new LinkedHashMap<>());
        assigned.put(id, new LinkedHashMap<>());
        return application;
    }

    void assign(String application, ObjectNode user) {
        ObjectNode account =
                account(
                        user.path("id").asText(),
                        "USER",
                        user.at("/profile/login").asText(),
                        Org.JSON.objectNode());
        accounts.get(application).put(account.path("id").asText(), account);
    }

    private ObjectNode account(String id, String scope, String userName, ObjectNode profile) {
        ObjectNode account = Org.JSON.objectNode();
        account.put("id", id).put("externalId", "ext-" + id).put("status", "ACTIVE");
        account.put("created", org.now()).put("lastUpdated", org.now());
        account.put("scope", scope).put("syncState", "SYNCHRONIZED");
        account.putObject("credentials").put("userName", userName);
        account.set("profile", profile.deepCopy());
        return account;
    }

    OrgAnswer answer(OrgRequest request) {
        if (request.is("GET", "api", "v1", "apps")) {
            List<ObjectNode> found =
                    applications.values().stream()
                            .filter(application -> begins(request, application))
                            .filter(application -> isFor(request, application))
                            .toList();
            return org.page(request, found, 20);
        }
        if (request.is("POST", "api", "v1", "apps")) {
            if (request.body().path("label").asText().isEmpty()) {
                return OrgAnswer.invalid("label", "The field cannot be left blank");
            }
            ObjectNode made =
                    add(
                            request.body().path("name").asText(),
                            request.body().path("label").asText());
            made.setAll(Org.without(request.body(), "id", "status"));
            report("create", made);
            return OrgAnswer.ok(made);
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

    /** {@code filter=user.id eq "…"} asks for the applications of a person; else for attributes. */
    private boolean isFor(OrgRequest request, ObjectNode application) {
        Optional<String> filter = request.parameter("filter");
        Optional<String> user =
                filter.filter(text -> text.startsWith("user.id eq "))
                        .map(text ->
                                text.replaceFirst("user.id eq ", "").replace("\"", "").strip());
        return user.map(accounts.get(application.path("id").asText())::containsKey)
                .orElseGet(() -> Org.fits(request, "filter", application));
    }

    private OrgAnswer one(OrgRequest request, ObjectNode application) {
        Map<String, ObjectNode> ours = accounts.get(application.path("id").asText());
        if (request.is("GET", "api", "v1", "apps", "*")) {
            return OrgAnswer.ok(application);
        }
        if (request.is("PUT", "api", "v1", "apps", "*")) {
            application.setAll(Org.without(request.body(), "id", "status"));
            application.put("lastUpdated", org.now());
            report("update", application);
            return OrgAnswer.ok(application);
        }
        if (request.is("DELETE", "api", "v1", "apps", "*")) {
            if (application.path("status").asText().equals("ACTIVE")) {
                return OrgAnswer.error(
                        403,
                        "E0000056",
                        "Delete application forbidden. Reason: it must be deactivated first.");
            }
            applications.remove(application.path("id").asText());
            report("delete", application);
            return OrgAnswer.empty(204);
        }
        if (request.is("POST", "api", "v1", "apps", "*", "lifecycle", "*")) {
            boolean on = request.path().getLast().equals("activate");
            application.put("status", on ? "ACTIVE" : "INACTIVE");
            report(on ? "activate" : "deactivate", application);
            return OrgAnswer.ok(Org.JSON.objectNode());
        }
        if (request.is("PUT", "api", "v1", "apps", "*", "policies", "*")) {
            application
                    .withObjectProperty("_links")
                    .putObject("accessPolicy")
                    .put("href", "/api/v1/policies/" + request.path().getLast());
            report("update", application);
            return OrgAnswer.empty(204);
        }
        if (request.is("GET", "api", "v1", "apps", "*", "sso", "saml", "metadata")) {
            return OrgAnswer.ok(Org.JSON.textNode(METADATA))
                    .with("Content-Type", "application/xml");
        }
        if (request.is("GET", "api", "v1", "apps", "*", "users")) {
            return org.page(request, new ArrayList<>(ours.values()), 50);
        }
        if (request.is("POST", "api", "v1", "apps", "*", "users")) {
            return assign(request, application, ours);
        }
        if (request.is("GET", "api", "v1", "apps", "*", "users", "*")) {
            String user = request.path().getLast();
            return Optional.ofNullable(ours.get(user))
                    .map(OrgAnswer::ok)
                    .orElseGet(() -> OrgAnswer.notFound(user, "AppUser"));
        }
        if (request.is("POST", "api", "v1", "apps", "*", "users", "*")) {
            return changed(request, ours.get(request.path().getLast()));
        }
        if (request.is("DELETE", "api", "v1", "apps", "*", "users", "*")) {
            String user = request.path().getLast();
            if (ours.remove(user) == null) {
                return OrgAnswer.notFound(user, "AppUser");
            }
            reportMember("remove", application, user);
            return OrgAnswer.empty(204);
        }
        return groups(request, assigned.get(application.path("id").asText()));
    }

    private OrgAnswer changed(OrgRequest request, ObjectNode account) {
        if (account == null) {
            return OrgAnswer.notFound(request.path().getLast(), "AppUser");
        }
        account.setAll(Org.without(request.body(), "id", "credentials"));
        account.put("lastUpdated", org.now());
        return OrgAnswer.ok(account);
    }

    private void report(String verb, ObjectNode application) {
        org.log.add("application.lifecycle." + verb, "Application " + verb, target(application));
    }

    private void reportMember(String verb, ObjectNode application, String user) {
        users.find(user)
                .ifPresent(found ->
                        org.log.add(
                                "application.user_membership." + verb,
                                "User " + verb + ", application membership",
                                OrgLog.user(found),
                                target(application)));
    }

    private static ObjectNode target(ObjectNode application) {
        return OrgLog.target(
                application.path("id").asText(),
                "AppInstance",
                application.path("label").asText(),
                application.path("label").asText());
    }

    /** Each with the ids of those who may use it in {@code users} and {@code groups}. */
    ArrayNode state() {
        ArrayNode all = Org.JSON.arrayNode();
        applications.forEach((id, application) -> {
            ObjectNode one = application.deepCopy();
            accounts.get(id).keySet().forEach(one.putArray("users")::add);
            assigned.get(id).keySet().forEach(one.putArray("groups")::add);
            all.add(one);
        });
        return all;
    }

    private OrgAnswer assign(
            OrgRequest request, ObjectNode application, Map<String, ObjectNode> ours) {
        String id = request.body().path("id").asText();
        if (users.find(id).isEmpty()) {
            return OrgAnswer.notFound(id, "User");
        }
        ObjectNode account =
                account(
                        id,
                        request.body().path("scope").asText("USER"),
                        request.body().at("/credentials/userName").asText(id),
                        request.profile());
        if (request.body().at("/credentials/password/value").isTextual()) {
            account.withObjectProperty("credentials").putObject("password");
        }
        ours.put(id, account);
        reportMember("add", application, id);
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
        if (request.is("DELETE", "api", "v1", "apps", "*", "groups", "*")) {
            return ours.remove(request.path().getLast()) == null
                    ? OrgAnswer.notFound(request.path().getLast(), "ApplicationGroupAssignment")
                    : OrgAnswer.empty(204);
        }
        return OrgAnswer.error(
                405, "E0000022", "The endpoint does not support the provided method");
    }
}
