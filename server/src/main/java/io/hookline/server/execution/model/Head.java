package io.hookline.server.execution.model;

import io.hookline.flow.card.Mode;

import java.util.Optional;
import java.util.UUID;

/**
 * What is known of an execution from its acceptance on.
 *
 * @param id a UUID of version 7 for a root, of version 5 for a helper
 * @param ordinal its place in lists
 * @param flow the flow in the version that was pinned
 * @param trigger what started it
 * @param mode whether its effects are real
 * @param savesData whether history keeps inputs and outputs
 * @param hops how many flows caused it, one after the other
 * @param parent the execution that called it
 * @param root the execution that nothing called; itself for a root
 */
public record Head(
        UUID id,
        long ordinal,
        FlowVersion flow,
        Trigger trigger,
        Mode mode,
        boolean savesData,
        int hops,
        Optional<Parent> parent,
        UUID root) {

    /** A flow as it was. */
    public record FlowVersion(String id, String name, int number) {}

    /** The caller of a helper and the place of the calling card in it. */
    public record Parent(UUID id, String path) {}
}
