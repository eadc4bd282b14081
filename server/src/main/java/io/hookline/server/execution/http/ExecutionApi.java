package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.card.Mode;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.ExecutionAudit;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.history.ExecutionFilter;
import io.hookline.server.execution.history.History;
import io.hookline.server.execution.journal.Continuation;
import io.hookline.server.execution.model.Head;
import io.hookline.server.execution.model.NewExecution;
import io.hookline.server.execution.model.Payload;
import io.hookline.server.execution.model.Status;
import io.hookline.server.execution.model.Trigger;
import io.hookline.server.execution.run.RunInputs;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.PublishedFlow;
import io.hookline.server.url.QueryString;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** History and what people do with executions: {@code /api/hookline/v1/executions} and run now. */
public final class ExecutionApi implements HttpService {
    private static final String EXECUTIONS = ExecutionJson.PATH;
    private static final int USUAL_LIMIT = 50;
    private static final int MOST = 200;
    private static final int MAX_BODY = 10 * 1024 * 1024;
    private static final Set<String> PARAMETERS =
            Set.of(
                    "flow", "status", "since", "until", "trigger", "q", "limit", "after", "parent",
                    "path", "root");

    private final Executions executions;
    private final History history;
    private final ExecutionAudit audit;
    private final Supplier<URI> baseUrl;

    /**
     * @param log is told who runs and cancels
     * @param baseUrl what links begin with
     */
    public ExecutionApi(Executions executions, EventLog log, Supplier<URI> baseUrl) {
        this.executions = executions;
        this.history = new History(executions);
        this.audit = new ExecutionAudit(log, executions.facilities().clock());
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(EXECUTIONS, this::list)
                .get(EXECUTIONS + "/{id}", this::get)
                .post(EXECUTIONS + "/{id}/cancel", this::cancel)
                .post(EXECUTIONS + "/{id}/rerun", this::rerun)
                .post("/api/hookline/v1/flows/{id}/run", this::run);
    }

    /** The newest executions, or the newest helpers that one of them called at a place. */
    public List<ObjectNode> shown(Optional<UUID> parent, Optional<String> path, int limit) {
        return history.page(ExecutionFilter.newest(parent, path, limit)).found().stream()
                .map(ExecutionJson::summary)
                .toList();
    }

    /** One execution with its steps; empty when there is none. */
    public Optional<ObjectNode> shown(UUID id) {
        return history.find(id).map(found -> ExecutionJson.whole(found, history.steps(found)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_EXECUTIONS);
        QueryString query = QueryString.parse(request.query().rawValue());
        ExecutionFilter filter = filter(query);
        History.Page page = history.page(filter);
        ArrayNode list = Json.MAPPER.createArrayNode();
        page.found().forEach(found -> list.add(ExecutionJson.summary(found)));
        Bodies.link(response, link(query, Optional.empty()), "self");
        page.next()
                .ifPresent(next -> Bodies.link(response, link(query, Optional.of(next)), "next"));
        Bodies.send(response, 200, list);
    }

    private String link(QueryString query, Optional<Long> after) {
        String same = query.without(pair -> after.isPresent() && pair.name().equals("after")).raw();
        String next =
                after.map(ordinal -> (same.isEmpty() ? "" : same + "&") + "after=" + ordinal)
                        .orElse(same);
        String base = baseUrl.get().toString().replaceAll("/+$", "");
        return base + EXECUTIONS + (next.isEmpty() ? "" : "?" + next);
    }

    private static ExecutionFilter filter(QueryString query) {
        for (QueryString.Pair pair : query.pairs()) {
            if (!PARAMETERS.contains(pair.name()) && !pair.raw().isEmpty()) {
                throw Problem.badRequest(
                        "The parameter '"
                                + pair.name()
                                + "' is not known here; known are flow, status, since, until,"
                                + " trigger, q, limit, after, parent, path and root.");
            }
        }
        return new ExecutionFilter(
                text(query, "flow"),
                text(query, "status").map(ExecutionApi::status),
                text(query, "since").map(since -> time("since", since)),
                text(query, "until").map(until -> time("until", until)),
                text(query, "trigger").map(ExecutionApi::trigger),
                text(query, "root").map(root -> id(root, "root")),
                text(query, "q"),
                text(query, "parent").map(parent -> id(parent, "parent")),
                text(query, "path"),
                text(query, "after").map(ExecutionApi::after),
                text(query, "limit").map(ExecutionApi::limit).orElse(USUAL_LIMIT));
    }

    private static Optional<String> text(QueryString query, String name) {
        return query.first(name).filter(value -> !value.isEmpty());
    }

    private static Status status(String text) {
        try {
            return Status.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    "The parameter 'status' is '"
                            + text
                            + "'; expected QUEUED, RUNNING, WAITING, SUCCESS, FAILURE, CANCELLING"
                            + " or CANCELLED.");
        }
    }

    private static Trigger trigger(String text) {
        try {
            return Trigger.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    "The parameter 'trigger' is '"
                            + text
                            + "'; expected one of "
                            + Arrays.stream(Trigger.values())
                                    .map(Trigger::word)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
    }

    private static Instant time(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.badRequest(
                    "The parameter '"
                            + name
                            + "' is '"
                            + text
                            + "'; expected a time such as 2026-03-01T09:30:00Z.");
        }
    }

    private static long after(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.badRequest(
                    "The parameter 'after' is '"
                            + text
                            + "'; follow the link 'next' of the page before.");
        }
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Refused below, with what was expected.
        }
        throw Problem.badRequest(
                "The parameter 'limit' is '"
                        + text
                        + "'; expected a number from 1 to "
                        + MOST
                        + ".");
    }

    private static UUID id(String text, String name) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    "The parameter '" + name + "' is '" + text + "'; expected an execution's id.");
        }
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_EXECUTIONS);
        History.Found found = find(request);
        Bodies.send(response, 200, ExecutionJson.whole(found, history.steps(found)));
    }

    private History.Found find(ServerRequest request) {
        String text = request.path().pathParameters().get("id");
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return history.find(id).orElseThrow(() -> Problem.notFound("execution", text));
            }
        } catch (IllegalArgumentException e) {
            // No id at all: there is no such execution.
        }
        throw Problem.notFound("execution", text);
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.RUN_FLOWS);
        History.Found found = find(request);
        if (found instanceof History.Found.Ended ended) {
            throw new Problem(
                    409,
                    "Already ended",
                    "Expected to cancel execution "
                            + found.head().id()
                            + ", but it ended at "
                            + ExecutionJson.time(ended.execution().endedAt())
                            + ". Only executions that have not ended can be cancelled.");
        }
        executions.cancel(
                found.head(), (transaction, head) -> audit.cancelled(transaction, caller, head));
        Bodies.send(response, 202, ExecutionJson.summary(again(found)));
    }

    private History.Found again(History.Found found) {
        return history.find(found.head().id()).orElse(found);
    }

    private void rerun(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.RUN_FLOWS);
        History.Found found = find(request);
        if (!(found instanceof History.Found.Ended ended)) {
            throw new Problem(
                    409,
                    "Not ended",
                    "Execution "
                            + found.head().id()
                            + " has not ended yet. Cancel it first, or wait until it has ended.");
        }
        Head head = found.head();
        if (head.parent().isPresent()) {
            throw new Problem(
                    409,
                    "A helper",
                    "Execution "
                            + head.id()
                            + " is a helper's; run its root "
                            + head.root()
                            + " again.");
        }
        if (!head.savesData()) {
            throw new Problem(
                    409,
                    "Data not saved",
                    "Execution "
                            + head.id()
                            + " ran without saving data, so what started it is not known any"
                            + " more.");
        }
        PublishedFlow flow = flow(head.flow().id());
        Payload payload = executions.payload(ended.execution(), history);
        Mode mode = head.mode() == Mode.DRY_RUN ? Mode.DRY_RUN : modeOf(flow);
        if (!fromFailed(request)) {
            begin(response, caller, executions.prepare(flow, Trigger.RERUN, payload, 0, mode));
            return;
        }
        if (!ended.execution().mayGoOn()) {
            throw new Problem(
                    409,
                    "Nothing failed",
                    "No card of execution "
                            + head.id()
                            + " failed, so it can only be run again from the start.");
        }
        PublishedFlow then =
                executions
                        .facilities()
                        .flows()
                        .byVersion(head.flow().id(), head.flow().number())
                        .orElseThrow(() ->
                                new Problem(
                                        409,
                                        "Version gone",
                                        "Version "
                                                + head.flow().number()
                                                + " of the flow, which failed, does not exist"
                                                + " any more; run it again from the start."));
        NewExecution next = executions.prepare(then, Trigger.RERUN, payload, 0, mode);
        Continuation known =
                Continuation.of(ended, next.queued().head(), executions.facilities(), history);
        begin(response, caller, known.isEmpty() ? next : next.resuming(), known);
    }

    /** Whether only what failed and what follows is asked for; nothing asks for all. */
    private static boolean fromFailed(ServerRequest request) {
        ObjectNode body = Bodies.object(request, MAX_BODY);
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!field.getKey().equals("from")) {
                throw Problem.badRequest(
                        "The field '" + field.getKey() + "' is not known here; known is from.");
            }
        }
        JsonNode from = body.path("from");
        return switch (from.isMissingNode() ? "start" : from.isTextual() ? from.textValue() : "") {
            case "start" -> false;
            case "failed" -> true;
            default ->
                    throw Problem.badRequest(
                            "from must be \"start\", or \"failed\" to go on with the card that"
                                    + " failed.");
        };
    }

    private void run(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.RUN_FLOWS);
        PublishedFlow flow = flow(request.path().pathParameters().get("id"));
        ObjectNode body = Bodies.object(request, MAX_BODY);
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!Set.of("inputs", "dryRun").contains(field.getKey())) {
                throw Problem.badRequest(
                        "The field '"
                                + field.getKey()
                                + "' is not known here; known are inputs and dryRun.");
            }
        }
        JsonNode dryRun = body.path("dryRun");
        if (!dryRun.isMissingNode() && !dryRun.isBoolean()) {
            throw Problem.badRequest("The field 'dryRun' must be true or false.");
        }
        Mode mode = dryRun.asBoolean(false) ? Mode.DRY_RUN : modeOf(flow);
        Payload payload = RunInputs.payload(flow, body.path("inputs"), caller);
        begin(response, caller, executions.prepare(flow, Trigger.RUN, payload, 0, mode));
    }

    private static Mode modeOf(PublishedFlow flow) {
        return flow.mode() == PublishedFlow.FlowMode.OBSERVE ? Mode.OBSERVE : Mode.ON;
    }

    private PublishedFlow flow(String id) {
        return executions
                .facilities()
                .flows()
                .byId(id)
                .orElseThrow(() -> Problem.notFound("flow", id));
    }

    private void begin(ServerResponse response, Caller caller, NewExecution execution) {
        begin(response, caller, execution, Continuation.FROM_START);
    }

    private void begin(
            ServerResponse response, Caller caller, NewExecution execution, Continuation known) {
        executions
                .facilities()
                .database()
                .write(transaction -> {
                    known.write(transaction, execution.queued().head());
                    executions.accept(transaction, execution);
                    audit.ran(transaction, caller, execution.queued().head());
                    if (execution.flow().flow().trigger()
                            == io.hookline.flow.model.Trigger.DELEGATED) {
                        audit.delegated(transaction, caller, execution.queued().head());
                    }
                    return execution.id();
                });
        String id = execution.id().toString();
        History.Found found =
                history.find(execution.id())
                        .orElseGet(() ->
                                new History.Found.Unfinished(
                                        execution.queued().head(),
                                        Status.QUEUED,
                                        Optional.empty()));
        response.header(HeaderNames.LOCATION, EXECUTIONS + "/" + id);
        response.header("x-hookline-execution-id", id);
        Bodies.send(response, 202, ExecutionJson.summary(found));
    }
}
