package io.hookline.keycloak.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.keycloak.event.LogEvent.Entity;

import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Log events of what administrators do, in the console and by the administration API. */
public final class AdminEvents {
    private static final String UNKNOWN = "unknown";
    private static final String FACTOR_RESET = "user.mfa.factor.deactivate";
    private static final String ROLES = ".privilege.";
    private static final String MEMBERSHIP = "group.user_membership.";

    private final AdminEvent event;
    private final Directory directory;
    private final States states;
    private final ResourcePath path;
    private final String resource;

    private AdminEvents(AdminEvent event, Directory directory, States states) {
        this.event = event;
        this.directory = directory;
        this.states = states;
        this.path = ResourcePath.of(event);
        this.resource = UserEvents.text(event.getResourceTypeAsString(), "CUSTOM");
    }

    /** Called within the request's transaction, after the change. */
    static byte[] json(
            AdminEvent event, Directory directory, States states, Optional<String> agent) {
        return new AdminEvents(event, directory, states).json(agent);
    }

    private byte[] json(Optional<String> agent) {
        String type = AdminRule.type(resource, event.getOperationType(), path.text());
        AuthDetails who =
                event.getAuthDetails() == null ? new AuthDetails() : event.getAuthDetails();
        LogEvent log =
                new LogEvent(UserEvents.id(event.getId()), type, event.getTime(), words())
                        .actor(actor(who))
                        .client(
                                Optional.ofNullable(who.getIpAddress()),
                                agent,
                                client(who).map(Entity::alternateId))
                        .session(Optional.empty())
                        .transaction(Optional.empty())
                        .debug("keycloakEvent", resource + "_" + event.getOperationType())
                        .debug("resourcePath", path.text())
                        .debug("realm", UserEvents.text(event.getRealmName(), event.getRealmId()))
                        .debug(
                                "actorRealm",
                                UserEvents.text(
                                        who.getRealmName(),
                                        UserEvents.text(who.getRealmId(), UNKNOWN)));
        if (event.getDetails() != null) {
            log.debug(event.getDetails());
        }
        boolean success = event.getError() == null;
        Optional<String> reason = Optional.ofNullable(event.getError());
        ObjectNode subject = log.target(subject());
        if (type.contains(ROLES)) {
            roles(log, type);
        } else if (type.equals(FACTOR_RESET)) {
            List<String> kinds = credentials();
            kinds.forEach(kind -> log.target(UserEvents.factor(kind, path.last())));
            if (!kinds.isEmpty() && kinds.stream().noneMatch(CatalogType::isFactor)) {
                log.type(AdminRule.own(resource, event.getOperationType()));
            } else if (success) {
                reason = Optional.of(UserEvents.reset(kinds.isEmpty() ? UNKNOWN : kinds.get(0)));
            }
        } else if (type.startsWith(MEMBERSHIP)) {
            directory.group(event.getRealmId(), path.last()).ifPresent(log::target);
        } else {
            changes(log, type, subject);
        }
        return log.outcome(success, reason).bytes();
    }

    private Entity actor(AuthDetails who) {
        return Optional.ofNullable(who.getUserId())
                .flatMap(id -> directory.user(who.getRealmId(), id))
                .orElse(
                        new Entity(
                                UserEvents.text(who.getUserId(), UNKNOWN),
                                "User",
                                UNKNOWN,
                                UNKNOWN));
    }

    private Optional<Entity> client(AuthDetails who) {
        return Optional.ofNullable(who.getClientId())
                .map(id ->
                        directory
                                .client(who.getRealmId(), id)
                                .orElse(new Entity(id, "AppInstance", id, id)));
    }

    /** What it was done to: a user, group or client by its name, everything else by its path. */
    private Entity subject() {
        String realm = event.getRealmId();
        Optional<String> user = path.owner("users");
        if (user.isPresent()) {
            return directory.user(realm, user.get()).orElseGet(() -> sent(user.get(), "User"));
        }
        Optional<String> failures = path.owner("attack-detection").map(all -> path.last());
        if (failures.isPresent()) {
            return directory
                    .user(realm, failures.get())
                    .orElseGet(() -> sent(failures.get(), "User"));
        }
        Optional<String> group = path.owner("groups");
        if (group.isPresent()) {
            return directory
                    .group(realm, group.get())
                    .orElseGet(() -> sent(group.get(), "UserGroup"));
        }
        Optional<String> client = path.owner("clients");
        if (client.isPresent()) {
            return directory
                    .client(realm, client.get())
                    .orElseGet(() -> sent(client.get(), "AppInstance"));
        }
        if (path.parts().size() >= 3 && path.parts().get(0).equals("identity-provider")) {
            return sent(path.parts().get(2), "IdentityProvider");
        }
        return sent(path.isEmpty() ? realm : path.last(), kind());
    }

    /** By what the administrator sent, else by what was there before, else by the id alone. */
    private Entity sent(String id, String type) {
        Optional<ObjectNode> known = representation().or(() -> states.before(event));
        String name =
                known.flatMap(node -> first(node, "username", "clientId", "alias", "name", "realm"))
                        .orElse(id);
        String shown = known.flatMap(node -> first(node, "displayName")).orElse(name);
        return new Entity(id, type, name, shown);
    }

    private static Optional<String> first(ObjectNode node, String... members) {
        for (String member : members) {
            String value = node.path(member).asText("");
            if (!value.isBlank()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** IDENTITY_PROVIDER becomes IdentityProvider; an authentication flow is a policy. */
    private String kind() {
        StringBuilder kind = new StringBuilder();
        for (String word : resource.toLowerCase(Locale.ROOT).split("_", -1)) {
            kind.append(word.isEmpty() ? "" : word.substring(0, 1).toUpperCase(Locale.ROOT))
                    .append(word.isEmpty() ? "" : word.substring(1));
        }
        return switch (kind.toString()) {
            case "AuthFlow" -> "PolicyEntity";
            case "AuthExecution", "AuthExecutionFlow", "AuthenticatorConfig" -> "PolicyRule";
            default -> kind.toString();
        };
    }

    private Optional<ObjectNode> representation() {
        return representationNode()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast);
    }

    private Optional<JsonNode> representationNode() {
        return Optional.ofNullable(event.getRepresentation()).flatMap(Json.PLAIN::parse);
    }

    private void roles(LogEvent log, String type) {
        List<String> names = new ArrayList<>();
        representationNode()
                .ifPresent(roles ->
                        roles.forEach(role -> {
                            String name = role.path("name").asText(UNKNOWN);
                            names.add(name);
                            log.target(
                                    new Entity(
                                            role.path("id").asText(UNKNOWN), "ROLE", name, name));
                        }));
        log.debug(
                type.endsWith(".grant") ? "privilegeGranted" : "privilegeRevoked",
                String.join(", ", names));
    }

    /** The kinds of the credentials that were removed, as far as they can be known. */
    private List<String> credentials() {
        if (path.last().equals("disable-credential-types")) {
            List<String> kinds = new ArrayList<>();
            representationNode().ifPresent(list -> list.forEach(kind -> kinds.add(kind.asText())));
            return kinds;
        }
        return path
                .owner("users")
                .flatMap(user -> states.credential(event, user, path.last()))
                .stream()
                .toList();
    }

    private void changes(LogEvent log, String type, ObjectNode subject) {
        Optional<ObjectNode> before = states.before(event);
        Optional<ObjectNode> after = states.after(event);
        if (after.isEmpty() && event.getOperationType() != OperationType.DELETE) {
            after = representation();
        }
        if (before.isEmpty() && event.getOperationType() == OperationType.UPDATE) {
            // What was sent is not what changed.
            log.debug("before", "unknown");
        }
        Change change = Change.between(before, after, Json.PLAIN);
        if (!change.isEmpty()) {
            ObjectNode details = subject.putObject("changeDetails");
            details.set("from", change.from());
            details.set("to", change.to());
        }
        if (!change.attributes().isEmpty()) {
            log.debug("changedAttributes", String.join(",", change.attributes()));
        }
        change.switched().ifPresent(on -> log.type(AdminRule.switched(type, on)));
    }

    private String words() {
        String what = resource.toLowerCase(Locale.ROOT).replace('_', ' ');
        String done =
                switch (event.getOperationType()) {
                    case CREATE -> "created";
                    case UPDATE -> "changed";
                    case DELETE -> "deleted";
                    case ACTION -> "action";
                };
        return "Keycloak: " + what + " " + done;
    }
}
