package io.hookline.server.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.execution.history.ExecutionFilter;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.EndedExecution;
import io.hookline.server.json.Json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The history of an execution and its helpers, without times and with names instead of ids, so that
 * two runs can be compared.
 */
final class ComparableHistory {
    private final History history;
    private final Map<String, String> names;

    /**
     * @param flows the name of each flow by its id
     */
    ComparableHistory(History history, Map<String, String> flows) {
        this.history = history;
        this.names = new HashMap<>(flows);
    }

    String of(UUID root) {
        List<History.Found> all =
                history.page(
                                new ExecutionFilter(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(root),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        true,
                                        Optional.empty(),
                                        100_000))
                        .found();
        all.forEach(one -> names.put(one.head().id().toString(), "an execution"));
        return whole(root, all).toPrettyString();
    }

    private ObjectNode whole(UUID id, List<History.Found> all) {
        History.Found.Ended found = (History.Found.Ended) history.find(id).orElseThrow();
        EndedExecution ended = found.execution();
        ObjectNode json = Json.object();
        json.put("flow", named(ended.head().flow().id()));
        json.put("status", ended.status().name());
        ended.stoppedBy().ifPresent(by -> json.put("stoppedBy", by));
        ended.failure().ifPresent(why -> json.put("failure", named(why.toString())));
        ArrayNode steps = json.putArray("steps");
        Set<String> broken = new HashSet<>();
        for (JsonNode stored : history.steps(found)) {
            ObjectNode step = step(stored);
            if (step.path("status").asText().equals("FAILURE")) {
                // how many others are underway when one item of a loop fails is a matter of luck
                step.remove(List.of("helpers", "progress"));
                broken.add(step.path("path").asText());
            }
            steps.add(step);
        }
        helpers(id, all, broken).forEach(json.putArray("helpers")::add);
        return json;
    }

    /** By what they did: those that ran side by side have no order. */
    private List<JsonNode> helpers(UUID parent, List<History.Found> all, Set<String> without) {
        List<JsonNode> helpers = new ArrayList<>();
        for (History.Found one : all) {
            one.head()
                    .parent()
                    .filter(caller -> caller.id().equals(parent))
                    .filter(caller -> !without.contains(caller.path()))
                    .ifPresent(caller ->
                            helpers.add(
                                    whole(one.head().id(), all).put("calledAt", caller.path())));
        }
        helpers.sort(Comparator.comparing(JsonNode::toString));
        return helpers;
    }

    private ObjectNode step(JsonNode stored) {
        ObjectNode step = stored.deepCopy();
        step.remove(List.of("startedAt", "millis"));
        try {
            return (ObjectNode) Json.MAPPER.readTree(named(step.toString()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private String named(String text) {
        String named = text;
        for (Map.Entry<String, String> name : names.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }
}
