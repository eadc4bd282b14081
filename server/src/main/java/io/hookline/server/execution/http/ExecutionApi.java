package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.node.ArrayNode;

import io.hookline.server.access.Permission;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.ManualRuns;
import io.hookline.server.execution.history.ExecutionFilter;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.http.Body;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.url.QueryString;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** History and what people do with executions: {@code /api/hookline/v1/executions} and run now. */
public final class ExecutionApi {
    private static final String EXECUTIONS = ExecutionJson.PATH;
    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 200;

    /** About what an execution without its steps takes. */
    private static final int SUMMARY = 1_200;

    private static final int MAX_BODY = 10 * 1024 * 1024;

    private final ManualRuns runs;
    private final History history;
    private final RunInputs inputs;

    /** Where no event of a log can start a flow. */
    public ExecutionApi(Executions executions) {
        this(
                executions,
                (flow, uuid) -> {
                    throw new Refusal.NotFound("event", uuid);
                });
    }

    public ExecutionApi(Executions executions, EventPayloads events) {
        this.runs = executions.manualRuns();
        this.history = executions.history();
        this.inputs = new RunInputs(history, events);
    }

    public List<Route> routes() {
        return List.of(
                Route.get(EXECUTIONS, Permission.READ_EXECUTIONS, this::list),
                Route.get(EXECUTIONS + "/{id}", Permission.READ_EXECUTIONS, this::get),
                Route.post(EXECUTIONS + "/{id}/cancel", Permission.RUN_FLOWS, this::cancel),
                Route.post(EXECUTIONS + "/{id}/rerun", Permission.RUN_FLOWS, this::rerun),
                Route.post(EXECUTIONS + "/{id}/resume", Permission.RUN_FLOWS, this::resume),
                Route.post("/api/hookline/v1/flows/{id}/run", Permission.RUN_FLOWS, this::run));
    }

    private Response list(Request request) {
        ExecutionFilter filter = filter(request.query());
        request.makes((long) filter.limit() * SUMMARY);
        History.Page page = history.page(filter);
        ArrayNode list = Json.MAPPER.createArrayNode();
        page.found().forEach(found -> list.add(ExecutionJson.summary(found)));
        Response response =
                Response.json(list).header("Link", link(request, Optional.empty(), "self"));
        return page.next().isPresent()
                ? response.header("Link", link(request, page.next(), "next"))
                : response;
    }

    private static ExecutionFilter filter(Query query) {
        query.allowOnly(
                "flow", "status", "since", "until", "trigger", "q", "limit", "after", "parent",
                "path", "root", "helpers");
        return new ExecutionFilter(
                query.text("flow"),
                query.choice("status", List.of(Status.values()), Status::name),
                query.time("since"),
                query.time("until"),
                query.choice("trigger", List.of(Trigger.values()), Trigger::word),
                query.uuid("root"),
                query.text("q"),
                query.uuid("parent"),
                query.text("path"),
                query.flag("helpers").orElse(true),
                query.number("after", 0, Long.MAX_VALUE),
                query.number("limit", 1, MOST).map(Long::intValue).orElse(USUAL_LIMIT));
    }

    /** The same question, or what follows that place; what was sent stays as it was encoded. */
    private static String link(Request request, Optional<Long> after, String rel) {
        QueryString query = request.queryString();
        String same = query.without(pair -> after.isPresent() && pair.name().equals("after")).raw();
        String next =
                after.map(ordinal -> (same.isEmpty() ? "" : same + "&") + "after=" + ordinal)
                        .orElse(same);
        String url = request.url(EXECUTIONS) + (next.isEmpty() ? "" : "?" + next);
        return "<" + url + ">; rel=\"" + rel + "\"";
    }

    private Response get(Request request) {
        History.Found found = find(request);
        return Response.json(ExecutionJson.whole(found, history, request::makes));
    }

    private History.Found find(Request request) {
        String text = request.path("id");
        return id(text).flatMap(history::find)
                .orElseThrow(() -> new Refusal.NotFound("execution", text));
    }

    /** Empty for a text that no execution has as its id. */
    static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text))
                    .filter(id -> id.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Response cancel(Request request) {
        History.Found found = find(request);
        runs.cancel(request.caller(), found);
        History.Found now = history.find(found.head().id()).orElse(found);
        return Response.json(202, ExecutionJson.summary(now));
    }

    private Response rerun(Request request) {
        History.Found found = find(request);
        return fromFailed(request)
                ? accepted(runs.rerunFromFailed(request.caller(), found))
                : accepted(runs.rerun(request.caller(), found));
    }

    /** Whether only what failed and what follows is asked for; nothing asks for all. */
    private static boolean fromFailed(Request request) {
        Body body = request.object(MAX_BODY);
        body.allowOnly("from");
        return body.choice("from", List.of("start", "failed"), word -> word)
                .filter("failed"::equals)
                .isPresent();
    }

    /** As a call of the resume URL; nobody waits for the answer. */
    private Response resume(Request request) {
        History.Found found = find(request);
        Body body = request.object(MAX_BODY);
        runs.resume(request.caller(), found, RunInputs.call(body));
        return accepted(found.head());
    }

    private Response run(Request request) {
        PublishedFlow flow = runs.flow(request.path("id"));
        Body body = request.object(MAX_BODY);
        body.allowOnly("inputs", "execution", "event", "dryRun");
        boolean dryRun = body.flag("dryRun").orElse(false);
        Payload payload = inputs.payload(flow, body, request.caller());
        return accepted(runs.run(request.caller(), flow, payload, dryRun));
    }

    private Response accepted(Head head) {
        String id = head.id().toString();
        History.Found found =
                history.find(head.id())
                        .orElseGet(() ->
                                new History.Found.Unfinished(
                                        head, Status.QUEUED, Optional.empty()));
        return Response.json(202, ExecutionJson.summary(found))
                .header("Location", EXECUTIONS + "/" + id)
                .header("x-hookline-execution-id", id);
    }
}
