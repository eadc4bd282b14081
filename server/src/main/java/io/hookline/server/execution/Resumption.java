package io.hookline.server.execution;

import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.Status;

import java.util.concurrent.CompletableFuture;

/** What became of a call that wants a paused execution to go on. */
public sealed interface Resumption {
    /** It goes on, durably; the answer is coming. */
    record Resumed(CompletableFuture<Answer> answer) implements Resumption {}

    /** The flow has no such execution. */
    record Unknown() implements Resumption {}

    /**
     * It does not stand at a Pause card: it has ended, has not come to one yet, or was resumed.
     *
     * @param status where it stands
     */
    record NotPaused(Status status) implements Resumption {}
}
