package io.hookline.server.execution.history;

import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which executions a page shows, newest first.
 *
 * @param since accepted at that time or later
 * @param until accepted at that time or earlier
 * @param trigger what started them
 * @param root with all that they caused: the root and its helpers
 * @param text what must occur in the flow's name, the error or a saved value
 * @param parent whose helpers
 * @param parentPath the calling card in the parent
 * @param helpers whether executions that another one called are shown
 * @param after the ordinal that the page before ended with
 */
public record ExecutionFilter(
        Optional<String> flow,
        Optional<Status> status,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<Trigger> trigger,
        Optional<UUID> root,
        Optional<String> text,
        Optional<UUID> parent,
        Optional<String> parentPath,
        boolean helpers,
        Optional<Long> after,
        int limit) {

    /** The newest that no other one called, or the newest helpers of an execution at a place. */
    public static ExecutionFilter newest(Optional<UUID> parent, Optional<String> path, int limit) {
        return new ExecutionFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                parent,
                path,
                parent.isPresent(),
                Optional.empty(),
                limit);
    }
}
