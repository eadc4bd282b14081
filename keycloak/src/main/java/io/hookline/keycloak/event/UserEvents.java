package io.hookline.keycloak.event;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.keycloak.event.LogEvent.Entity;

import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Log events of what users and clients do. */
public final class UserEvents {
    private static final String UNKNOWN = "unknown";

    /** Reasons that flows and filters know from the catalog's events; others stand in capitals. */
    private static final Map<String, String> REASONS =
            Map.of(
                    Errors.INVALID_USER_CREDENTIALS, "INVALID_CREDENTIALS",
                    Errors.USER_NOT_FOUND, "VERIFICATION_ERROR",
                    Errors.USER_TEMPORARILY_DISABLED, "LOCKED_OUT");

    private UserEvents() {}

    static byte[] json(Event event, Directory directory, Optional<String> agent) {
        Map<String, String> details =
                new TreeMap<>(event.getDetails() == null ? Map.of() : event.getDetails());
        EventType base = CatalogType.success(event.getType());
        boolean success = !CatalogType.isError(event.getType());
        String credential = credential(event, details);
        Entity user = user(event, details, directory);
        LogEvent log =
                new LogEvent(
                                id(event.getId()),
                                CatalogType.of(event.getType(), credential),
                                event.getTime(),
                                words(event.getType()))
                        .actor(actor(event, base, user, details))
                        .outcome(success, reason(event, base, credential))
                        .client(
                                Optional.ofNullable(event.getIpAddress()),
                                agent,
                                Optional.ofNullable(event.getClientId()))
                        .session(Optional.ofNullable(event.getSessionId()))
                        .transaction(Optional.ofNullable(details.get(Details.CODE_ID)))
                        .debug(details)
                        .debug("keycloakEvent", event.getType().name())
                        .debug("realm", text(event.getRealmName(), event.getRealmId()));
        if (event.getError() != null) {
            log.debug("error", event.getError());
        }
        if (isAbout(user)) {
            changes(log, log.target(user), details);
        }
        if (event.getClientId() != null) {
            log.target(
                    new Entity(
                            event.getClientId(),
                            "AppInstance",
                            event.getClientId(),
                            event.getClientId()));
        }
        if (CatalogType.isFactor(credential)) {
            log.target(factor(credential, text(details.get(Details.CREDENTIAL_ID), UNKNOWN)));
        }
        String provider = details.get(Details.IDENTITY_PROVIDER);
        if (provider != null) {
            log.target(new Entity(provider, "IdentityProvider", provider, provider));
        }
        return log.bytes();
    }

    static Entity factor(String credential, String id) {
        return new Entity(id, "AuthenticatorEnrollment", UNKNOWN, credential);
    }

    /** The kind of credential that was tried, set or removed; empty when it is not said. */
    private static String credential(Event event, Map<String, String> details) {
        String type = details.get(Details.CREDENTIAL_TYPE);
        if (type != null) {
            return type;
        }
        // Only forms of second factors say which one was chosen.
        boolean chosen = details.containsKey(Details.SELECTED_CREDENTIAL_ID);
        return chosen && event.getType() == EventType.LOGIN_ERROR ? "otp" : "";
    }

    private static Entity user(Event event, Map<String, String> details, Directory directory) {
        String name = text(details.get(Details.USERNAME), UNKNOWN);
        return Optional.ofNullable(event.getUserId())
                .flatMap(id -> directory.user(event.getRealmId(), id))
                .orElse(new Entity(text(event.getUserId(), UNKNOWN), "User", name, name));
    }

    private static boolean isAbout(Entity user) {
        return !user.id().equals(UNKNOWN) || !user.alternateId().equals(UNKNOWN);
    }

    /** Who it was: an impersonator, else the user, else the client itself. */
    private static Entity actor(
            Event event, EventType base, Entity user, Map<String, String> details) {
        String impersonator = details.get(Details.IMPERSONATOR);
        if (base == EventType.IMPERSONATE && impersonator != null) {
            return new Entity(UNKNOWN, "User", impersonator, impersonator);
        }
        String client = event.getClientId();
        return isAbout(user) || client == null
                ? user
                : new Entity(client, "PublicClientApp", client, client);
    }

    private static Optional<String> reason(Event event, EventType base, String credential) {
        if (event.getError() != null) {
            return Optional.of(
                    REASONS.getOrDefault(
                            event.getError(), event.getError().toUpperCase(Locale.ROOT)));
        }
        return base == EventType.REMOVE_CREDENTIAL && CatalogType.isFactor(credential)
                ? Optional.of(reset(credential))
                : Optional.empty();
    }

    /** As the catalog's events have it. */
    static String reset(String credential) {
        return "User reset " + credential.toUpperCase(Locale.ROOT) + " factor";
    }

    /** Keycloak names what a user changed {@code previous_…} and {@code updated_…}. */
    private static void changes(LogEvent log, ObjectNode target, Map<String, String> details) {
        ObjectNode from = Json.PLAIN.object();
        ObjectNode to = Json.PLAIN.object();
        details.forEach((name, value) -> {
            if (name.startsWith(Details.PREF_PREVIOUS) && !Secrets.isSecret(name)) {
                from.put(name.substring(Details.PREF_PREVIOUS.length()), value);
            } else if (name.startsWith(Details.PREF_UPDATED) && !Secrets.isSecret(name)) {
                to.put(name.substring(Details.PREF_UPDATED.length()), value);
            }
        });
        if (!from.isEmpty() || !to.isEmpty()) {
            ObjectNode both = target.putObject("changeDetails");
            both.set("from", from);
            both.set("to", to);
            TreeMap<String, Boolean> names = new TreeMap<>();
            from.fieldNames().forEachRemaining(name -> names.put(name, true));
            to.fieldNames().forEachRemaining(name -> names.put(name, true));
            log.debug("changedAttributes", String.join(",", names.keySet()));
        }
    }

    /** Keycloak gives every event an id; without one, this is a new event. */
    static String id(String given) {
        return given == null ? UUID.randomUUID().toString() : given;
    }

    static String text(String value, String otherwise) {
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static String words(EventType type) {
        return "Keycloak: " + type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
