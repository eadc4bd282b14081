package io.hookline.server.execution.run;

import io.hookline.flow.engine.Outcome;
import io.hookline.flow.engine.Reply;
import io.hookline.flow.value.Weight;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.memory.AnswerMemory;
import io.hookline.server.refusal.Refusal;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

/** Callers who wait for what an execution answers: at most one for each, answered once. */
public final class Answers {
    /** What is answered, and its bytes. */
    private static final int COPIES = 2;

    private final AnswerMemory memory;
    private final Map<UUID, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

    /**
     * @param memory what large answers share until they are read
     */
    public Answers(AnswerMemory memory) {
        this.memory = memory;
    }

    /** The coming answer of an execution. */
    public CompletableFuture<Answer> expect(UUID id) {
        return waiting.computeIfAbsent(id, key -> new CompletableFuture<>());
    }

    /** Lets a new caller wait, in place of any other. */
    public void expect(UUID id, CompletableFuture<Answer> answer) {
        waiting.put(id, answer);
    }

    public void forget(UUID id) {
        waiting.remove(id);
    }

    /** Forgets one caller, and none that waits in its place. */
    public void forget(UUID id, CompletableFuture<Answer> answer) {
        waiting.remove(id, answer);
        if (!answer.cancel(false)
                && answer.state() == Future.State.SUCCESS
                && answer.resultNow() instanceof Answer.Large(Answer _, AnswerMemory.Share room)) {
            room.close();
        }
    }

    /** Takes the caller who waits, to be answered later. */
    public Optional<CompletableFuture<Answer>> take(UUID id) {
        return Optional.ofNullable(waiting.remove(id));
    }

    public void answer(UUID id, Answer answer) {
        take(id).ifPresent(caller -> answer(caller, answer));
    }

    /** Answers a caller, who may have left meanwhile. */
    public void answer(CompletableFuture<Answer> caller, Answer answer) {
        Answer kept = kept(answer);
        if (!caller.complete(kept) && kept instanceof Answer.Large(Answer _, var room)) {
            room.close();
        }
    }

    /** A large answer stays in memory for as long as its caller likes to read it. */
    private Answer kept(Answer answer) {
        long weight = COPIES * weight(answer);
        if (weight <= AnswerMemory.SMALL) {
            return answer;
        }
        AnswerMemory.Share room = memory.open();
        try {
            room.take(weight);
            return new Answer.Large(answer, room);
        } catch (Refusal.Busy full) {
            room.close();
            return new Answer.NoRoom();
        }
    }

    private static long weight(Answer answer) {
        return switch (answer) {
            case Answer.Replied(Reply reply) -> weight(reply);
            case Answer.Ended(Outcome.Completed(Optional<Reply> reply)) ->
                    reply.map(Answers::weight).orElse(0L);
            case Answer.Ended _, Answer.Large _, Answer.NoRoom _ -> 0;
        };
    }

    private static long weight(Reply reply) {
        return switch (reply) {
            case Reply.Fields fields -> Weight.of(fields.fields());
            case Reply.Raw raw -> raw.body().length();
        };
    }

    public void answerAll(Answer answer) {
        waiting.values().forEach(caller -> caller.complete(answer));
    }
}
