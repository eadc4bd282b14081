package io.hookline.server.event.log;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where an event came from, as its member {@code hookline} says: {@code {"source": "keycloak-eu",
 * "own": false}}. It is made of what the log keeps beside the event whenever one is read, so that
 * whatever a sender writes there is of no consequence.
 */
public final class EventOrigin {
    /** The member that holds it. */
    public static final String MEMBER = "hookline";

    /** The source of events that this server reports about itself; no sender can have that name. */
    public static final String OURS = "hookline";

    private EventOrigin() {}

    /**
     * Marks an event.
     *
     * @param source who reported it
     * @return the same event
     */
    public static ObjectNode mark(ObjectNode event, String source) {
        event.putObject(MEMBER).put("source", source).put("own", source.equals(OURS));
        return event;
    }
}
