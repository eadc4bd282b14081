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

    /** An execution with all that it caused, the newest first. */
    public static ExecutionFilter caused(UUID root, int limit) {
        return new ExecutionFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(root),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                limit);
    }

    /** The executions of a flow that events started in a time and that mention a text. */
    public static ExecutionFilter ofEvent(
            String flow, Instant since, Instant until, String text, int limit) {
        return new ExecutionFilter(
                Optional.of(flow),
                Optional.empty(),
                Optional.of(since),
                Optional.of(until),
                Optional.of(Trigger.EVENT),
                Optional.empty(),
                Optional.of(text),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                limit);
    }
}
