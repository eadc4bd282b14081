package io.hookline.server.execution.model;

import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.server.memory.AnswerMemory;

/** What became of an execution, for a caller who waits. */
public sealed interface Answer {
    /** A card answered; the flow may go on. */
    record Replied(Reply reply) implements Answer {}

    /**
     * A large one, which has room in memory until its caller has read it.
     *
     * @param room to be given back, or taken over
     */
    record Large(Answer answer, AnswerMemory.Share room) implements Answer {}

    /** It was answered, and there was no room in memory for the answer. */
    record NoRoom() implements Answer {}

    /** It ended without having answered before; its history is on disk. */
    record Ended(Outcome outcome) implements Answer {}
}
