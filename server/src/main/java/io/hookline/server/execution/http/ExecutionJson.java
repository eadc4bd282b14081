package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.chain.ChainCounts;
import io.hookline.server.execution.chain.ChainLimits;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.journal.SuspendedExecution;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.rerun.StepsTakenOver;
import io.hookline.server.execution.run.ExecutionHost;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;

/** Executions as the API shows them ({@code openapi.json} describes each member). */
public final class ExecutionJson {
    public static final String PATH = "/api/hookline/v1/executions";

    private ExecutionJson() {}

    /** An execution without its steps. */
    public static ObjectNode summary(History.Found found) {
        Head head = found.head();
        ObjectNode json = Json.object();
        json.put("id", head.id().toString());
        ObjectNode flow = json.putObject("flow");
        flow.put("id", head.flow().id());
        flow.put("name", head.flow().name());
        flow.put("version", head.flow().number());
        switch (found) {
            case History.Found.Ended ended -> ended(json, ended.execution());
            case History.Found.Unfinished unfinished -> unfinished(json, unfinished);
        }
        json.put("trigger", head.trigger().word());
        json.put("mode", head.mode().name().toLowerCase(java.util.Locale.ROOT));
        text(json, "parent", head.parent().map(parent -> parent.id().toString()));
        json.put("root", head.root().toString());
        json.put("hops", head.hops());
        json.put("dataSaved", head.savesData());
        return json;
    }

    private static void ended(ObjectNode json, EndedExecution ended) {
        json.put("status", ended.status().name());
        text(json, "stoppedBy", ended.stoppedBy());
        json.put("startedAt", Times.millis(ended.startedAt()));
        json.put("endedAt", Times.millis(ended.endedAt()));
        if (ended.failure().isPresent()) {
            json.set("error", FailureJson.shown(ended.head(), ended.failure().get()));
        } else {
            json.putNull("error");
        }
    }

    private static void unfinished(ObjectNode json, History.Found.Unfinished unfinished) {
        json.put("status", unfinished.status().name());
        json.putNull("stoppedBy");
        text(
                json,
                "startedAt",
                unfinished
                        .running()
                        .map(ExecutionHost::startedAt)
                        .or(() -> unfinished.suspended().map(SuspendedExecution::startedAt))
                        .map(Times::millis));
        json.putNull("endedAt");
        unfinished
                .due()
                .ifPresent(due -> {
                    ObjectNode waits = json.putObject("waits");
                    waits.put("until", Times.millis(due));
                    waits.put("paused", unfinished.paused().isPresent());
                });
        json.putNull("error");
    }

    /** An execution with its steps. */
    public static ObjectNode whole(History.Found found, History history) {
        return whole(found, history, bytes -> {});
    }

    /**
     * An execution with its steps.
     *
     * @param room is told how many bytes they take in memory, before they are read
     */
    static ObjectNode whole(History.Found found, History history, LongConsumer room) {
        ObjectNode json = summary(found);
        history.chain(found.head())
                .ifPresentOrElse(
                        counts -> chain(json.putObject("chain"), counts, history.chainLimits()),
                        () -> json.putNull("chain"));
        if (found instanceof History.Found.Ended ended
                && json.path("error") instanceof ObjectNode error) {
            ended.execution().failure().ifPresent(failure -> FailureJson.inputs(error, failure));
        }
        ArrayNode shown = json.putArray("steps");
        for (JsonNode step : history.steps(found, room)) {
            shown.add(step(step, Optional.of(found.head().id())));
        }
        return json;
    }

    private static void chain(ObjectNode json, ChainCounts counts, ChainLimits limits) {
        json.put("executions", counts.executions())
                .put("mostExecutions", limits.executions())
                .put("bytes", counts.bytes())
                .put("mostBytes", limits.bytes());
    }

    /**
     * A step as history keeps it.
     *
     * @param execution whose helpers can be listed; empty when no history keeps them
     */
    static ObjectNode step(JsonNode stored, Optional<UUID> execution) {
        ObjectNode step = Json.object();
        for (String plain : new String[] {"path", "card", "title", "status", "attempt"}) {
            step.set(plain, stored.path(plain));
        }
        step.put(
                "startedAt", Times.millis(Instant.ofEpochMilli(stored.path("startedAt").asLong())));
        step.set("millis", stored.path("millis"));
        orNull(step, "inputs", stored);
        orNull(step, "outputs", stored);
        orNull(step, "error", stored);
        if (step.path("error") instanceof ObjectNode error) {
            FailureJson.advice(error, error.path("kind").asText());
        }
        orNull(step, "note", stored);
        orNull(step, "progress", stored);
        int helpers = stored.path("helpers").asInt(0);
        if (helpers == 0) {
            step.putNull("helpers");
        } else {
            step.putObject("helpers")
                    .put("count", helpers)
                    .put("href", execution.map(id -> helpers(id, stored)).orElse(null));
        }
        step.put("hidden", stored.path("hidden").asBoolean(false));
        step.put("truncated", stored.path("truncated").asBoolean(false));
        return step;
    }

    private static String helpers(UUID execution, JsonNode stored) {
        return PATH
                + "?parent="
                + stored.path(StepsTakenOver.HELPERS_OF).asText(execution.toString())
                + "&path="
                + URLEncoder.encode(stored.path("path").asText(), StandardCharsets.UTF_8);
    }

    private static void orNull(ObjectNode step, String name, JsonNode stored) {
        JsonNode value = stored.path(name);
        if (value.isMissingNode()) {
            step.putNull(name);
        } else {
            step.set(name, value);
        }
    }

    private static void text(ObjectNode json, String name, Optional<String> text) {
        text.ifPresentOrElse(value -> json.put(name, value), () -> json.putNull(name));
    }
}
