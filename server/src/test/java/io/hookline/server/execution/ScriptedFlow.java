package io.hookline.server.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.engine.Host;
import io.hookline.flow.engine.Journal;
import io.hookline.flow.engine.Step;

import java.time.Instant;
import java.util.Optional;

/** What a test's engine does in place of cards. */
public final class ScriptedFlow {
    private ScriptedFlow() {}

    public static FlowDocument document(String name) {
        return FlowDocument.endpoint(name);
    }

    public static Step step(String path, ObjectNode inputs, ObjectNode outputs) {
        return new Step(
                path,
                "string.compose",
                "Compose",
                Step.Status.SUCCESS,
                1,
                Instant.parse("2026-03-01T09:30:00.123Z"),
                0.25,
                inputs,
                outputs,
                Optional.empty(),
                0,
                Optional.empty(),
                false,
                Optional.empty());
    }

    public static ObjectNode fields(String key, String value) {
        return JsonNodeFactory.instance.objectNode().put(key, value);
    }

    public static ObjectNode fields(String key, JsonNode value) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        fields.set(key, value);
        return fields;
    }

    /**
     * An uncertain effect as the interpreter performs it; false when the journal knew its result.
     */
    public static boolean effect(Host host, String path, Runnable world) {
        Journal journal = host.journal();
        Optional<Journal.Entry> recorded = journal.recorded(path);
        if (recorded.filter(entry -> entry.kind() == Journal.Kind.RESULT).isPresent()) {
            return false;
        }
        if (recorded.isEmpty()) {
            journal.intend(path, "slack.send", "hash");
        }
        world.run();
        journal.record(path, result("done"));
        return true;
    }

    static Journal.Entry result(String value) {
        return new Journal.Entry(
                Journal.Kind.RESULT,
                "slack.send",
                "hash",
                JsonNodeFactory.instance.textNode(value));
    }
}
