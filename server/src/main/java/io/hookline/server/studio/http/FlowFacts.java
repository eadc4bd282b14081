package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.studio.flow.FlowAuthors;
import io.hookline.server.studio.flow.FlowAuthors.Authors;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowRuns;
import io.hookline.server.studio.flow.FlowRuns.Lately;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is known of flows beside themselves: who worked on them and how they ran.
 *
 * @param authors who made and saved them
 * @param runs how they ran; shown to those who may read executions
 */
record FlowFacts(FlowAuthors authors, FlowRuns runs) {
    /** The members that it adds. Nobody can set them. */
    static final Set<String> MEMBERS =
            Set.of("createdAt", "author", "updatedAt", "lastEditor", "lastRun", "failures");

    /** Adds the facts of one flow to it. */
    ObjectNode add(ObjectNode shown, FlowRow flow, Caller caller) {
        return of(List.of(flow), caller).apply(flow, shown);
    }

    /** Adds to a flow that is shown what is known of it. */
    @FunctionalInterface
    interface Adding {
        ObjectNode apply(FlowRow flow, ObjectNode shown);
    }

    /** Reads the facts of all these flows at once. */
    Adding of(List<FlowRow> flows, Caller caller) {
        List<String> ids = flows.stream().map(FlowRow::id).toList();
        Map<String, Authors> known = authors.of(ids);
        boolean mayReadRuns = caller.permissions().contains(Permission.READ_EXECUTIONS);
        Map<String, Lately> ran = mayReadRuns ? runs.of(ids) : Map.of();
        return (flow, shown) -> {
            Optional<Authors> people = Optional.ofNullable(known.get(flow.id()));
            text(shown, "createdAt", people, one -> Times.millis(one.created()));
            text(shown, "author", people, Authors::author);
            text(shown, "updatedAt", people, one -> Times.millis(one.updated()));
            text(shown, "lastEditor", people, Authors::editor);
            Lately lately = ran.getOrDefault(flow.id(), Lately.NEVER);
            shown.set("lastRun", lately.last().map(FlowFacts::run).orElse(null));
            return shown.put("failures", mayReadRuns ? lately.failures() : null);
        };
    }

    private static void text(
            ObjectNode shown,
            String name,
            Optional<Authors> authors,
            Function<Authors, String> member) {
        shown.put(name, authors.map(member).orElse(null));
    }

    private static ObjectNode run(FlowRuns.Run run) {
        return Json.object()
                .put("id", run.execution())
                .put("status", run.status())
                .put("startedAt", Times.millis(run.startedAt()));
    }
}
