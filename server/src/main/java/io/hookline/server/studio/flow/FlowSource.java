package io.hookline.server.studio.flow;

import java.util.Optional;

/**
 * Flows as the running parts need them: current versions, kept in memory, changed only after a
 * commit.
 */
public interface FlowSource {
    /** The endpoint flow behind an invoke URL. */
    Optional<PublishedFlow> byAlias(String alias);

    /** A flow by id. */
    Optional<PublishedFlow> byId(String id);

    /**
     * A certain version of a flow, for executions that pinned it.
     *
     * @param version counted from 1
     */
    Optional<PublishedFlow> byVersion(String id, int version);
}
