package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.model.EndedExecution.Failure;
import io.hookline.server.execution.model.FailureAdvice;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.recording.StoredFailure;
import io.hookline.server.json.Json;

/** Why an execution failed, as people see it. */
final class FailureJson {
    private FailureJson() {}

    /** Without what the card was given, which {@link #inputs} adds where there is room. */
    static ObjectNode shown(Head head, Failure failure) {
        return head.savesData()
                ? shown(head.flow().id(), head.flow().name(), failure)
                : start(head.flow().id(), head.flow().name(), failure);
    }

    /** With what happened and where. */
    static ObjectNode shown(String flow, String name, Failure failure) {
        ObjectNode json = start(flow, name, failure);
        json.setAll(StoredFailure.details(failure));
        return json;
    }

    private static ObjectNode start(String flow, String name, Failure failure) {
        ObjectNode json = Json.object();
        json.put("kind", failure.kind());
        json.putObject("flow").put("id", flow).put("name", name);
        advice(json, failure.kind());
        return json;
    }

    /** What was expected and what to do. */
    static void advice(ObjectNode json, String kind) {
        FailureAdvice advice = FailureAdvice.of(kind);
        json.put("expected", advice.expected());
        json.put("advice", advice.advice());
    }

    static void inputs(ObjectNode json, Failure failure) {
        JsonNode inputs = failure.at().inputs();
        if (!inputs.isMissingNode()) {
            json.set("inputs", inputs);
        }
    }
}
