package io.hookline.keycloak.event;

import io.hookline.keycloak.spool.Loss;

import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The way from Keycloak's events to lines of JSON for Hookline. */
public final class KeycloakEvents {
    private static final Logger LOG = System.getLogger(KeycloakEvents.class.getName());

    /** Reported by the listener itself. */
    public static final String LOST = "keycloak.listener.events_lost";

    /** All types that no event of Keycloak has. */
    public static final List<String> LISTENER_TYPES = List.of(LOST);

    private final boolean readsBefore;

    /**
     * @param readsBefore whether the state before an admin event is read
     */
    public KeycloakEvents(boolean readsBefore) {
        this.readsBefore = readsBefore;
    }

    /** To be called within the request. */
    public byte[] json(Event event, KeycloakSession session) {
        try {
            return UserEvents.json(event, Directory.of(session), agent(session));
        } catch (RuntimeException e) {
            told(event.getId(), e);
            return UserEvents.json(event, Directory.EMPTY, Optional.empty());
        }
    }

    /** To be called within the transaction that made the change. */
    public byte[] json(AdminEvent event, KeycloakSession session) {
        States states = readsBefore ? States.of(session) : States.NONE;
        try {
            return AdminEvents.json(event, Directory.of(session), states, agent(session));
        } catch (RuntimeException e) {
            told(event.getId(), e);
            return AdminEvents.json(event, Directory.EMPTY, States.NONE, Optional.empty());
        }
    }

    /**
     * Names and what changed come from Keycloak's database; without it, the event still goes out.
     */
    private static void told(String id, RuntimeException cause) {
        LOG.log(
                Level.WARNING,
                "The event " + id + " is reported without names and without what changed.",
                cause);
    }

    private static Optional<String> agent(KeycloakSession session) {
        // Work in the background has no request.
        return Optional.ofNullable(session.getContext().getHttpRequest())
                .map(request -> request.getHttpHeaders())
                .map(headers -> headers.getHeaderString("User-Agent"));
    }

    /** What found no room in the spool. */
    public static byte[] lost(Loss loss) {
        return new LogEvent(
                        UUID.randomUUID().toString(),
                        LOST,
                        loss.to().toEpochMilli(),
                        "Keycloak: " + loss.count() + " events were lost")
                .actor(
                        new LogEvent.Entity(
                                "hookline-keycloak",
                                "SystemPrincipal",
                                "unknown",
                                "Hookline's listener in Keycloak"))
                .outcome(false, Optional.of("SPOOL_FULL"))
                .debug("from", loss.from().toString())
                .debug("to", loss.to().toString())
                .debug("count", Long.toString(loss.count()))
                .bytes();
    }
}
