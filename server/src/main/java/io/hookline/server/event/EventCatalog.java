package io.hookline.server.event;

import java.util.Optional;

/**
 * The known event types: Okta's published catalog, our own {@code hookline.*} and {@code
 * event_hook.*}.
 */
public interface EventCatalog {
    Optional<EventType> find(String id);

    /**
     * @param id for example {@code user.session.start}
     * @param eligible whether the original delivers it to event hooks
     * @param since the original's release that brought it
     */
    record EventType(String id, boolean eligible, String since) {}
}
