package io.hookline.flow.flopack;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * An empty connection made by an import, to be filled by a person.
 *
 * @param id its id, which the cards name
 * @param name what to call it
 * @param connector the connector segment of the cards that use it
 * @param origin what the file said of it
 */
public record Stub(String id, String name, String connector, Origin origin) {
    /** What the file said of a connection. Only listed ones are exported as such. */
    public sealed interface Origin {
        /** The file lists it. */
        record Listed(ObjectNode config) implements Origin {}

        /** A card names it, the file does not list it. */
        record Unlisted() implements Origin {}

        /** It was removed from its cards at export; only this reference remains. */
        record Removed(String configRef) implements Origin {}
    }

    /** The reference that remains on cards whose connection was removed. */
    public Optional<String> configRef() {
        return origin instanceof Origin.Removed removed
                ? Optional.of(removed.configRef())
                : Optional.empty();
    }
}
