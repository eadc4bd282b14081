package io.hookline.server.execution.run;

import io.hookline.server.execution.model.Answer;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Callers who wait for what an execution answers: at most one for each, answered once. */
public final class Answers {
    private final Map<UUID, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();

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
    }

    /** Takes the caller who waits, to be answered later. */
    public Optional<CompletableFuture<Answer>> take(UUID id) {
        return Optional.ofNullable(waiting.remove(id));
    }

    public void answer(UUID id, Answer answer) {
        take(id).ifPresent(caller -> caller.complete(answer));
    }

    public void answerAll(Answer answer) {
        waiting.values().forEach(caller -> caller.complete(answer));
    }
}
