package io.hookline.server.studio.draft;

import java.time.Instant;
import java.util.Optional;

/**
 * A document that somebody works on, without the document.
 *
 * @param owner the id of an account or a token
 * @param flow the flow that it would become a version of; empty for a new one
 * @param revision counts its changes
 */
public record Draft(
        String id,
        String owner,
        String ownerName,
        Optional<String> flow,
        Optional<Base> base,
        String name,
        int revision,
        Instant updated) {
    /**
     * What it began with.
     *
     * @param version of the flow
     * @param tag the flow's {@code ETag} then, by which a save notices that somebody else saved
     */
    public record Base(int version, String tag) {}
}
