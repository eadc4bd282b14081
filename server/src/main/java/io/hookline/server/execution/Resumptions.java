package io.hookline.server.execution;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.Answer;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadInput;
import io.hookline.server.execution.model.Status;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Decides what a call of a resume URL does: it resumes an execution that stands at a Pause card,
 * and no other.
 */
final class Resumptions {
    private final History history;
    private final Resume resume;

    /** Resumes an execution that stands at a Pause card. */
    @FunctionalInterface
    interface Resume {
        /**
         * @param pause the place of the card
         * @return the coming answer; empty when it does not stand at that card any more
         */
        Optional<CompletableFuture<Answer>> at(Head head, String pause, ObjectNode call);
    }

    Resumptions(History history, Resume resume) {
        this.history = history;
        this.resume = resume;
    }

    Resumption resume(PublishedFlow flow, UUID id, Payload.Call call) {
        History.Found found = history.find(id).orElse(null);
        if (found == null || !found.head().flow().id().equals(flow.id())) {
            return new Resumption.Unknown();
        }
        return switch (found) {
            case History.Found.Ended ended -> new Resumption.NotPaused(ended.execution().status());
            case History.Found.Unfinished unfinished ->
                    unfinished
                            .paused()
                            .flatMap(pause -> resume.at(found.head(), pause, sent(id, call)))
                            .<Resumption>map(Resumption.Resumed::new)
                            .orElseGet(() -> new Resumption.NotPaused(statusNow(unfinished)));
        };
    }

    /** Somebody else may have resumed it in the meantime. */
    private Status statusNow(History.Found.Unfinished before) {
        return switch (history.find(before.head().id()).orElse(before)) {
            case History.Found.Ended ended -> ended.execution().status();
            case History.Found.Unfinished unfinished -> unfinished.status();
        };
    }

    /** The call as the outputs of a Pause card read it: by group and key. */
    private static ObjectNode sent(UUID id, Payload.Call call) {
        PayloadInput input = PayloadInput.of(id, call);
        ObjectNode sent = Json.object();
        ObjectNode raw = sent.putObject("raw");
        raw.set("headers", input.value("raw", "headers"));
        raw.set("body", input.value("raw", "body"));
        raw.set("query", input.value("raw", "query"));
        sent.set("headers", input.value("raw", "headers"));
        sent.set("query", PayloadInput.query(call));
        sent.set("body", PayloadInput.body(call));
        sent.putObject("context").put("execution_id", id.toString());
        return sent;
    }
}
