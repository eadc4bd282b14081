package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.FilterSyntaxException;
import io.hookline.filter.HookFilter;
import io.hookline.server.access.Permission;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.filter.DryRun;
import io.hookline.server.http.Body;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.refusal.Refusal;

import java.util.List;
import java.util.function.LongSupplier;

/** Says whether a filter is valid, and which events of the log it would have let pass. */
public final class FilterApi {
    private static final String FILTERS = "/api/hookline/v1/filters";
    private static final int MAX_BODY = 200_000;
    private static final int MAX_TYPES = 300;
    private static final int MAX_TYPE = 1_000;
    private static final int USUAL_EVENTS = 1_000;
    private static final int MOST_EVENTS = 10_000;

    private final EventLog log;
    private final LongSupplier nanoTime;

    public FilterApi(EventLog log) {
        this(log, System::nanoTime);
    }

    /**
     * @param nanoTime a monotonic clock
     */
    FilterApi(EventLog log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(FILTERS + "/check", Permission.READ_HOOKS, this::check),
                Route.post(FILTERS + "/dry-run", Permission.READ_HOOKS, this::dryRun));
    }

    private Response check(Request request) {
        String expression = expression(request.object(MAX_BODY));
        ObjectNode json = Json.object();
        try {
            HookFilter filter = HookFilter.parse(expression);
            json.put("valid", true).putNull("error");
            filter.notes().forEach(json.putArray("notes")::add);
        } catch (FilterSyntaxException e) {
            json.put("valid", false)
                    .putObject("error")
                    .put("line", e.line())
                    .put("column", e.column())
                    .put("message", e.problem());
            json.putArray("notes");
        }
        return Response.json(json);
    }

    private Response dryRun(Request request) {
        request.caller().require(Permission.READ_LOG);
        Body body = request.object(MAX_BODY);
        HookFilter filter = filter(body);
        List<String> types = body.texts("eventTypes", 0, MAX_TYPES, MAX_TYPE).orElse(List.of());
        TimeSpan span = body.span();
        if (span.isBounded() && !body.isAbsent("last")) {
            throw new Refusal.Invalid("last and a span of since and until exclude each other.");
        }
        int most =
                span.isBounded()
                        ? MOST_EVENTS
                        : body.number("last", 1, MOST_EVENTS).orElse(USUAL_EVENTS);
        DryRun.Result result =
                Computing.of(
                        request, () -> new DryRun(log, nanoTime).run(filter, types, span, most));
        return Response.json(json(filter, result));
    }

    private static String expression(Body body) {
        return body.requiredText("expression", 0, MAX_BODY);
    }

    private static HookFilter filter(Body body) {
        try {
            return HookFilter.parse(expression(body));
        } catch (FilterSyntaxException e) {
            throw body.invalid("expression", e.getMessage());
        }
    }

    private static ObjectNode json(HookFilter filter, DryRun.Result result) {
        ObjectNode json = Json.object();
        json.put("seen", result.seen());
        json.put("matched", result.matched());
        json.put("failed", result.failed());
        json.put("complete", result.complete());
        ArrayNode examples = json.putArray("examples");
        for (ObjectNode event : result.examples()) {
            examples.addObject()
                    .put("uuid", event.path("uuid").asText())
                    .put("eventType", event.path("eventType").asText())
                    .put("published", event.path("published").asText())
                    .put("displayMessage", event.path("displayMessage").asText(null));
        }
        ArrayNode errors = json.putArray("errors");
        result.errors()
                .forEach((message, count) ->
                        errors.addObject().put("message", message).put("count", count));
        filter.notes().forEach(json.putArray("notes")::add);
        return json;
    }
}
