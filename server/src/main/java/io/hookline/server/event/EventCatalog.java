package io.hookline.server.event;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The known event types: Okta's published catalog, which holds {@code event_hook.*} too, and our
 * own {@code hookline.*}.
 */
public interface EventCatalog {
    Optional<EventType> find(String id);

    /** All types, by id. */
    Collection<EventType> all();

    /**
     * The types in whose id or title every word of the text occurs, the nearest first; all of them
     * for an empty text.
     */
    List<EventType> search(String text);

    /** The catalog that comes with Hookline. */
    static EventCatalog bundled() {
        return BundledCatalog.load();
    }

    /**
     * @param id for example {@code user.session.start}
     * @param eligible whether the original delivers it to event hooks; ours always are
     * @param since the original's release that brought it; empty for our own
     */
    record EventType(String id, boolean eligible, String since) {
        /** The id as words. */
        public String title() {
            return EventTypeTitle.of(id);
        }
    }
}
