package io.hookline.server.execution.queue;

import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.QueuedExecution;

import java.util.Optional;

/**
 * An execution that is ready and known in memory.
 *
 * @param whole empty when there was no room for what it was given, which is read when it starts
 * @param size of what it was given, in bytes
 */
record Held(Head head, boolean cancelling, int size, Optional<QueuedExecution> whole) {
    static Held whole(QueuedExecution queued) {
        return new Held(
                queued.head(), queued.cancelling(), queued.payload().size(), Optional.of(queued));
    }

    /** The same without what it was given. */
    Held light() {
        return new Held(head, cancelling, size, Optional.empty());
    }

    /** What it takes of the memory, in bytes. */
    int bytes() {
        return whole.isPresent() ? size : 0;
    }
}
