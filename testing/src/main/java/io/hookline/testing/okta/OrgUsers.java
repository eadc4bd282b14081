package io.hookline.testing.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Users and what becomes of their accounts. */
final class OrgUsers {
    /** What this org knows nothing of, and answers with a list of nothing. */
    private static final Set<String> LISTS =
            Set.of("appLinks", "clients", "grants", "devices", "linkedObjects", "blocks");

    private static final String RESET = "https://example.okta.com/reset_password/abc";

    private final Org org;
    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, Integer> sessions = new LinkedHashMap<>();

    OrgUsers(Org org) {
        this.org = org;
    }

    List<JsonNode> profiles() {
        return users.values().stream().map(user -> user.path("profile")).toList();
    }

    ObjectNode add(JsonNode profile, boolean active) {
        return add(org.id("00u"), profile, active);
    }

    ObjectNode add(String id, JsonNode profile, boolean active) {
        ObjectNode user = Org.JSON.objectNode();
        user.put("id", id).put("status", active ? "ACTIVE" : "STAGED");
        user.put("created", org.now());
        user.put("activated", active ? org.now() : null);
        user.put("statusChanged", org.now()).putNull("lastLogin");
        user.put("lastUpdated", org.now()).putNull("passwordChanged");
        user.set("profile", profile.deepCopy());
        user.putObject("credentials").putObject("provider").put("type", "OKTA").put("name", "OKTA");
        users.put(user.path("id").asText(), user);
        sessions.put(user.path("id").asText(), 1);
        return user;
    }

    /** By id or user name. */
    Optional<ObjectNode> find(String key) {
        return Optional.ofNullable(users.get(key))
                .or(() ->
                        users.values().stream()
                                .filter(user -> user.at("/profile/login").asText().equals(key))
                                .findFirst());
    }

    int sessions(String id) {
        return sessions.getOrDefault(id, 0);
    }

    ArrayNode state() {
        ArrayNode all = Org.JSON.arrayNode();
        users.values().forEach(user -> all.add(user.deepCopy()));
        return all;
    }

    OrgAnswer list(OrgRequest request) {
        return org.misread(request, "search")
                .or(() -> org.misread(request, "filter"))
                .orElseGet(() -> {
                    List<ObjectNode> found =
                            users.values().stream()
                                    .filter(user -> Org.fits(request, "search", user))
                                    .filter(user -> Org.fits(request, "filter", user))
                                    .filter(user -> begins(request, user))
                                    .toList();
                    return org.page(request, sorted(request, found), 10);
                });
    }

    private static List<ObjectNode> sorted(OrgRequest request, List<ObjectNode> found) {
        Optional<String> by = request.parameter("sortBy");
        if (by.isEmpty()) {
            return found;
        }
        String path = "/" + by.get().replace('.', '/');
        var order = java.util.Comparator.comparing((ObjectNode user) -> user.at(path).asText());
        boolean down = request.parameter("sortOrder").filter("desc"::equals).isPresent();
        return found.stream().sorted(down ? order.reversed() : order).toList();
    }

    private static boolean begins(OrgRequest request, ObjectNode user) {
        return request.parameter("q")
                .map(text -> text.toLowerCase(Locale.ROOT))
                .map(text ->
                        List.of("firstName", "lastName", "email").stream()
                                .anyMatch(name ->
                                        user.path("profile")
                                                .path(name)
                                                .asText()
                                                .toLowerCase(Locale.ROOT)
                                                .startsWith(text)))
                .orElse(true);
    }

    OrgAnswer create(OrgRequest request) {
        ObjectNode profile = request.profile();
        for (String needed : List.of("login", "email")) {
            if (profile.path(needed).asText().isEmpty()) {
                return OrgAnswer.invalid(needed, "The field cannot be left blank");
            }
        }
        if (find(profile.path("login").asText()).isPresent()) {
            return OrgAnswer.invalid(
                    "login",
                    "An object with this field already exists in the current organization");
        }
        ObjectNode user = add(profile, request.isSet("activate"));
        if (request.body().at("/credentials/password/value").isTextual()) {
            user.withObjectProperty("credentials").putObject("password");
        }
        JsonNode question = request.body().at("/credentials/recovery_question/question");
        if (question.isTextual()) {
            user.withObjectProperty("credentials")
                    .putObject("recovery_question")
                    .set("question", question);
        }
        org.log.add("user.lifecycle.create", "Create Okta user", OrgLog.user(user));
        return OrgAnswer.ok(user);
    }

    /** {@code /api/v1/users/{id}} and what is below it. */
    OrgAnswer one(OrgRequest request) {
        String key = request.path().get(3);
        Optional<ObjectNode> found = find(key);
        if (found.isEmpty()) {
            return OrgAnswer.notFound(key, "User");
        }
        ObjectNode user = found.get();
        if (request.is("GET", "api", "v1", "users", "*")) {
            return OrgAnswer.ok(user);
        }
        if (request.is("POST", "api", "v1", "users", "*")) {
            credentials(user, request);
            return changed(user, profile -> profile.setAll(request.profile()));
        }
        if (request.is("PUT", "api", "v1", "users", "*")) {
            return changed(user, profile -> profile.removeAll().setAll(request.profile()));
        }
        if (request.is("DELETE", "api", "v1", "users", "*")) {
            return delete(user);
        }
        if (request.is("DELETE", "api", "v1", "users", "*", "sessions")) {
            sessions.put(user.path("id").asText(), 0);
            org.log.add("user.session.clear", "Clear user session", OrgLog.user(user));
            return OrgAnswer.empty(204);
        }
        if (request.is("GET", "api", "v1", "users", "*", "*")
                && LISTS.contains(request.path().getLast())) {
            return OrgAnswer.ok(Org.JSON.arrayNode());
        }
        if (request.is("DELETE", "api", "v1", "users", "*", "*")
                && LISTS.contains(request.path().getLast())) {
            return OrgAnswer.empty(204);
        }
        if (request.is("POST", "api", "v1", "users", "*", "credentials", "forgot_password")) {
            org.log.add("user.account.reset_password", "Reset password", OrgLog.user(user));
            return OrgAnswer.ok(
                    request.parameter("sendEmail").filter("false"::equals).isPresent()
                            ? Org.JSON.objectNode().put("resetPasswordUrl", RESET)
                            : Org.JSON.objectNode());
        }
        if (request.is("PUT", "api", "v1", "users", "*", "classification")) {
            ObjectNode given = Org.JSON.objectNode().put("lastUpdated", org.now());
            given.set("type", request.body().path("type"));
            return OrgAnswer.ok(given);
        }
        if (request.is("POST", "api", "v1", "users", "*", "lifecycle", "*")) {
            return lifecycle(request, user, request.path().getLast());
        }
        return OrgAnswer.error(
                405, "E0000022", "The endpoint does not support the provided method");
    }

    /** What is set of a password is that there is one, and when it was. */
    private void credentials(ObjectNode user, OrgRequest request) {
        if (request.body().at("/credentials/password").isObject()) {
            user.withObjectProperty("credentials").putObject("password");
            user.put("passwordChanged", org.now());
            org.log.add("user.account.update_password", "Update password", OrgLog.user(user));
        }
    }

    private OrgAnswer changed(ObjectNode user, Consumer<ObjectNode> change) {
        change.accept((ObjectNode) user.path("profile"));
        user.put("lastUpdated", org.now());
        org.log.add("user.account.update_profile", "Update user profile", OrgLog.user(user));
        return OrgAnswer.ok(user);
    }

    private OrgAnswer delete(ObjectNode user) {
        if (user.path("status").asText().equals("DEPROVISIONED")) {
            users.remove(user.path("id").asText());
            org.log.add("user.lifecycle.delete.completed", "Delete user", OrgLog.user(user));
        } else {
            status(user, "DEPROVISIONED");
            org.log.add("user.lifecycle.deactivate", "Deactivate user", OrgLog.user(user));
        }
        return OrgAnswer.empty(204);
    }

    private OrgAnswer lifecycle(OrgRequest request, ObjectNode user, String verb) {
        return switch (verb) {
            case "suspend" -> move(user, "ACTIVE", "SUSPENDED", verb);
            case "unsuspend" -> move(user, "SUSPENDED", "ACTIVE", verb);
            case "unlock" ->
                    move(user, "LOCKED_OUT", "ACTIVE", verb, "user.account.unlock_by_admin");
            case "activate" -> move(user, "STAGED", "ACTIVE", verb);
            case "deactivate" -> move(user, user.path("status").asText(), "DEPROVISIONED", verb);
            case "expire_password", "expire_password_with_temp_password" -> {
                OrgAnswer moved =
                        move(
                                user,
                                user.path("status").asText(),
                                "PASSWORD_EXPIRED",
                                verb,
                                "user.account.expire_password");
                boolean given = request.isSet("tempPassword") || verb.endsWith("temp_password");
                yield moved.status() != 200
                        ? moved
                        : OrgAnswer.ok(
                                given
                                        ? Org.JSON.objectNode().put("tempPassword", "Temporary-1")
                                        : user);
            }
            case "reactivate" -> move(user, "PROVISIONED", "PROVISIONED", verb);
            case "reset_factors" -> {
                org.log.add("user.mfa.factor.reset_all", "Reset all factors", OrgLog.user(user));
                yield OrgAnswer.ok(Org.JSON.objectNode());
            }
            case "reset_password" -> {
                status(user, "RECOVERY");
                ObjectNode link = Org.JSON.objectNode();
                if (!request.isSet("sendEmail")) {
                    link.put("resetPasswordUrl", RESET);
                }
                org.log.add("user.account.reset_password", "Reset password", OrgLog.user(user));
                yield OrgAnswer.ok(link);
            }
            default -> OrgAnswer.notFound(verb, "LifecycleOperation");
        };
    }

    private OrgAnswer move(ObjectNode user, String from, String to, String verb) {
        return move(user, from, to, verb, "user.lifecycle." + verb);
    }

    private OrgAnswer move(ObjectNode user, String from, String to, String verb, String event) {
        if (!user.path("status").asText().equals(from)) {
            return OrgAnswer.error(
                    400,
                    "E0000001",
                    "Api validation failed: " + verb,
                    "Cannot " + verb + " a user that is not " + from.toLowerCase(Locale.ROOT));
        }
        status(user, to);
        org.log.add(event, "User " + verb, OrgLog.user(user));
        return OrgAnswer.ok(Org.JSON.objectNode());
    }

    private void status(ObjectNode user, String status) {
        user.put("status", status).put("statusChanged", org.now());
    }
}
