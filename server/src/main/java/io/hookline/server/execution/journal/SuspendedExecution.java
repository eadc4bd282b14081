package io.hookline.server.execution.journal;

import io.hookline.server.execution.model.Head;

import java.time.Instant;
import java.util.Optional;

/**
 * An execution that stopped in the middle and goes on later.
 *
 * @param root the ordinal of the root that it runs in; its own for a root
 * @param chunks how many chunks of its history are written
 * @param due until when it waits, if it waits for a time
 */
public record SuspendedExecution(
        Head head, long root, Instant startedAt, int chunks, Optional<Instant> due) {}
