package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Factors, administrator roles, identity providers, realms and import sessions. */
final class OrgSecurity {
    private final Org org;
    private final OrgUsers users;
    private final Map<String, List<ObjectNode>> factors = new LinkedHashMap<>();
    private final Map<String, List<ObjectNode>> roles = new LinkedHashMap<>();
    private final Map<String, ObjectNode> providers = new LinkedHashMap<>();
    private final List<ObjectNode> realms = new ArrayList<>();
    private final Map<String, ObjectNode> sessions = new LinkedHashMap<>();
    private final Map<String, Integer> handed = new LinkedHashMap<>();

    OrgSecurity(Org org, OrgUsers users) {
        this.org = org;
        this.users = users;
    }

    ObjectNode addFactor(String user, String type) {
        ObjectNode factor = Org.JSON.objectNode();
        factor.put("id", org.id("opf")).put("factorType", type).put("provider", "OKTA");
        factor.put("status", "ACTIVE").put("created", org.now()).put("lastUpdated", org.now());
        factors.computeIfAbsent(user, id -> new ArrayList<>()).add(factor);
        return factor;
    }

    ObjectNode addRole(String user, String type) {
        ObjectNode role = Org.JSON.objectNode();
        role.put("id", org.id("ra")).put("type", type).put("label", type).put("status", "ACTIVE");
        role.put("assignmentType", "USER");
        roles.computeIfAbsent(user, id -> new ArrayList<>()).add(role);
        return role;
    }

    ObjectNode addProvider(String name) {
        ObjectNode provider = Org.JSON.objectNode();
        provider.put("id", org.id("0oi")).put("name", name).put("type", "SAML2");
        provider.put("status", "ACTIVE").put("lastUpdated", org.now());
        providers.put(provider.path("id").asText(), provider);
        return provider;
    }

    ObjectNode addRealm(String name) {
        ObjectNode realm = Org.JSON.objectNode();
        realm.put("id", org.id("guo")).put("isDefault", realms.isEmpty());
        realm.put("created", org.now()).put("lastUpdated", org.now());
        realm.putObject("profile").put("name", name);
        realms.add(realm);
        return realm;
    }

    OrgAnswer realms(OrgRequest request) {
        List<ObjectNode> found =
                realms.stream().filter(realm -> Org.fits(request, "search", realm)).toList();
        return org.page(request, found, 200);
    }

    /** How many users an import session was handed. */
    int handed(String session) {
        return handed.getOrDefault(session, 0);
    }

    /** {@code /api/v1/users/{id}/factors} and {@code …/roles}. */
    OrgAnswer ofUser(OrgRequest request) {
        String key = request.path().get(3);
        Optional<ObjectNode> user = users.find(key);
        if (user.isEmpty()) {
            return OrgAnswer.notFound(key, "User");
        }
        boolean areFactors = request.path().get(4).equals("factors");
        List<ObjectNode> all =
                (areFactors ? factors : roles)
                        .computeIfAbsent(user.get().path("id").asText(), id -> new ArrayList<>());
        if (request.method().equals("GET") && request.path().size() == 5) {
            return org.page(request, all, 200);
        }
        if (request.method().equals("POST") && request.path().size() == 5) {
            return OrgAnswer.ok(given(user.get(), areFactors, request));
        }
        if (request.method().equals("DELETE") && request.path().size() == 6) {
            String id = request.path().getLast();
            if (!all.removeIf(one -> one.path("id").asText().equals(id))) {
                return OrgAnswer.notFound(id, areFactors ? "UserFactor" : "RoleAssignment");
            }
            org.log.add(
                    areFactors ? "user.mfa.factor.deactivate" : "user.account.privilege.revoke",
                    areFactors ? "Reset factor for user" : "Revoke user privilege",
                    OrgLog.user(user.get()));
            return OrgAnswer.empty(204);
        }
        return OrgAnswer.error(
                405, "E0000022", "The endpoint does not support the provided method");
    }

    private ObjectNode given(ObjectNode user, boolean isFactor, OrgRequest request) {
        String id = user.path("id").asText();
        ObjectNode made =
                isFactor
                        ? addFactor(id, request.body().path("factorType").asText("push"))
                        : addRole(id, request.body().path("type").asText("CUSTOM"));
        if (isFactor && request.body().path("provider").isTextual()) {
            made.set("provider", request.body().get("provider"));
        }
        org.log.add(
                isFactor ? "user.mfa.factor.activate" : "user.account.privilege.grant",
                isFactor ? "Activate factor for user" : "Grant user privilege",
                OrgLog.user(user));
        return made;
    }

    ObjectNode state() {
        ObjectNode state = Org.JSON.objectNode();
        state.set("factors", byUser(factors));
        state.set("roles", byUser(roles));
        state.putArray("identityProviders").addAll(providers.values());
        state.putArray("realms").addAll(realms);
        return state.deepCopy();
    }

    private static ObjectNode byUser(Map<String, List<ObjectNode>> all) {
        ObjectNode users = Org.JSON.objectNode();
        all.forEach((user, ours) -> users.putArray(user).addAll(ours));
        return users;
    }

    private void report(String verb, ObjectNode provider) {
        org.log.add(
                "system.idp.lifecycle." + verb,
                "Identity provider " + verb,
                OrgLog.target(
                        provider.path("id").asText(),
                        "IdentityProvider",
                        "unknown",
                        provider.path("name").asText()));
    }

    OrgAnswer ofProvider(OrgRequest request) {
        if (request.path().size() == 3) {
            if (request.method().equals("POST")) {
                ObjectNode made = addProvider(request.body().path("name").asText());
                made.setAll(Org.without(request.body(), "id", "status"));
                report("create", made);
                return OrgAnswer.ok(made);
            }
            return org.page(request, List.copyOf(providers.values()), 20);
        }
        String id = request.path().get(3);
        ObjectNode provider = providers.get(id);
        if (provider == null) {
            return OrgAnswer.notFound(id, "IdpDefinition");
        }
        if (request.path().size() == 6 && request.method().equals("POST")) {
            boolean on = request.path().getLast().equals("activate");
            provider.put("status", on ? "ACTIVE" : "INACTIVE");
            report(on ? "activate" : "deactivate", provider);
            return OrgAnswer.ok(provider);
        }
        if (request.method().equals("PUT")) {
            provider.setAll(Org.without(request.body(), "id", "status"));
            provider.put("lastUpdated", org.now());
            report("update", provider);
        }
        if (request.method().equals("DELETE")) {
            providers.remove(id);
            report("delete", provider);
            return OrgAnswer.empty(204);
        }
        return OrgAnswer.ok(provider);
    }

    OrgAnswer ofSource(OrgRequest request) {
        String source = request.path().get(3);
        if (request.path().size() == 5) {
            return request.method().equals("POST")
                    ? OrgAnswer.ok(open(source))
                    : OrgAnswer.ok(Org.JSON.arrayNode().addAll(sessions.values()));
        }
        String id = request.path().get(5);
        ObjectNode session = sessions.get(id);
        if (session == null) {
            return OrgAnswer.notFound(id, "IdentitySourceSession");
        }
        if (request.method().equals("DELETE")) {
            sessions.remove(id);
            return OrgAnswer.empty(204);
        }
        if (request.path().getLast().equals("start-import")) {
            return OrgAnswer.ok(session.put("status", "TRIGGERED"));
        }
        int users = request.body().path("profiles").size();
        if (users > 200) {
            return OrgAnswer.invalid("profiles", "At most 200 at a time");
        }
        handed.merge(id, users, Integer::sum);
        return OrgAnswer.empty(202);
    }

    private ObjectNode open(String source) {
        ObjectNode session = Org.JSON.objectNode();
        session.put("id", org.id("uij")).put("identitySourceId", source);
        session.put("status", "CREATED").put("importType", "INCREMENTAL");
        sessions.put(session.path("id").asText(), session);
        return session;
    }
}
