package io.hookline.server.execution.model;

import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;

/** What became of an execution, for a caller who waits. */
public sealed interface Answer {
    /** A card answered; the flow may go on. */
    record Replied(Reply reply) implements Answer {}

    /** It ended without having answered before; its history is on disk. */
    record Ended(Outcome outcome) implements Answer {}
}
