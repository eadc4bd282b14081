package io.hookline.server.event.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The known event types: Okta's published catalog, which holds {@code event_hook.*} too, our own
 * {@code hookline.*}, {@code keycloak.*} for what our listener in Keycloak reports beyond the
 * published ones, and those that this installation registered.
 */
public interface EventCatalog {
    Optional<EventType> find(String id);

    /** All types, by id. */
    Collection<EventType> all();

    /**
     * The types in whose id, title or description every word of the text occurs, the nearest first;
     * all of them for an empty text.
     */
    List<EventType> search(String text);

    /** An example of a known type, without time and uuid. */
    Optional<Sample> sample(String id);

    /** Why a hook may not ask for that type; empty when it may. */
    default Optional<String> refusal(String id) {
        return find(id).isPresent()
                ? Optional.empty()
                : Optional.of("is neither in the catalog nor registered");
    }

    /** The catalog that comes with Hookline. */
    static EventCatalog bundled() {
        return BundledCatalog.instance();
    }

    /**
     * @param id for example {@code user.session.start}
     * @param title in a few words
     * @param description when it is reported
     * @param eligible whether the original delivers it to event hooks; ours always are
     * @param since the original's release that brought it; empty for others
     * @param registered whether this installation added it
     */
    record EventType(
            String id,
            String title,
            String description,
            boolean eligible,
            String since,
            boolean registered) {}

    /**
     * @param event not shared
     * @param generated whether it was made from the type's name alone
     */
    record Sample(ObjectNode event, boolean generated) {}

    /** Which types a hook may ask for. */
    enum Eligibility {
        /** All of the catalog. */
        ALL,
        /** Only those that the original delivers, and those that the original does not know. */
        COMPATIBLE
    }
}
