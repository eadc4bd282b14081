package io.hookline.server.execution.run;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.Executions;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.PayloadInput;
import io.hookline.server.execution.model.Status;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;

import java.util.UUID;

/** Lets paused executions go on when somebody calls their resume URL. */
public final class Resumptions {
    private final Executions executions;
    private final History history;

    public Resumptions(Executions executions) {
        this.executions = executions;
        this.history = new History(executions);
    }

    /**
     * Resumes an execution of the flow; durable before it returns.
     *
     * @param call what was sent, without the credential that opened the address
     */
    public Resumption resume(PublishedFlow flow, UUID id, Payload.Call call) {
        History.Found found = history.find(id).orElse(null);
        if (found == null || !found.head().flow().id().equals(flow.id())) {
            return new Resumption.Unknown();
        }
        return switch (found) {
            case History.Found.Ended ended -> new Resumption.NotPaused(ended.execution().status());
            case History.Found.Unfinished unfinished ->
                    unfinished
                            .paused()
                            .flatMap(
                                    pause -> executions.resume(found.head(), pause, sent(id, call)))
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
