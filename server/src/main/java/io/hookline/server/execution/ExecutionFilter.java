package io.hookline.server.execution;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which executions a page shows, newest first.
 *
 * @param since accepted at that time or later
 * @param text what must occur in the flow's name, the error or a saved value
 * @param parent whose helpers
 * @param parentPath the calling card in the parent
 * @param after the ordinal that the page before ended with
 */
record ExecutionFilter(
        Optional<String> flow,
        Optional<Status> status,
        Optional<Instant> since,
        Optional<String> text,
        Optional<UUID> parent,
        Optional<String> parentPath,
        Optional<Long> after,
        int limit) {}
