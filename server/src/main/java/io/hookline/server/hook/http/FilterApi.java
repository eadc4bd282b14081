package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.filter.FilterSyntaxException;
import io.hookline.filter.HookFilter;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.filter.DryRun;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.http.TimeSpan;
import io.hookline.server.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Says whether a filter is right, and what it would have let pass. */
public final class FilterApi implements HttpService {
    private static final String FILTERS = "/api/hookline/v1/filters";
    private static final int MAX_BODY = 200_000;
    private static final int MAX_TYPES = 300;
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

    @Override
    public void routing(HttpRules rules) {
        rules.post(FILTERS + "/check", this::check).post(FILTERS + "/dry-run", this::dryRun);
    }

    private void check(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        String expression = expression(Bodies.object(request, MAX_BODY));
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
        Bodies.send(response, 200, json);
    }

    private void dryRun(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        Access.require(request, Permission.READ_LOG);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        HookFilter filter = filter(expression(body));
        List<String> types = types(body);
        TimeSpan span = TimeSpan.of(body);
        boolean spanned = span.since().isPresent() || span.until().isPresent();
        if (spanned && body.hasNonNull("last")) {
            throw Problem.badRequest("last and a span of since and until exclude each other.");
        }
        int most = spanned ? MOST_EVENTS : last(body);
        Bodies.send(
                response,
                200,
                json(filter, new DryRun(log, nanoTime).run(filter, types, span, most)));
    }

    private static String expression(ObjectNode body) {
        JsonNode expression = body.path("expression");
        if (!expression.isTextual()) {
            throw Problem.badRequest("expression is required: the filter as a text.");
        }
        return expression.textValue();
    }

    private static HookFilter filter(String expression) {
        try {
            return HookFilter.parse(expression);
        } catch (FilterSyntaxException e) {
            throw Problem.badRequest("expression: " + e.getMessage());
        }
    }

    private static List<String> types(ObjectNode body) {
        List<String> types = new ArrayList<>();
        JsonNode sent = body.path("eventTypes");
        if (sent.isMissingNode() || sent.isNull()) {
            return types;
        }
        if (!sent.isArray() || sent.size() > MAX_TYPES) {
            throw Problem.badRequest(
                    "eventTypes must be a list of at most " + MAX_TYPES + " event types.");
        }
        for (int i = 0; i < sent.size(); i++) {
            if (!sent.get(i).isTextual()) {
                throw Problem.badRequest("eventTypes[" + i + "] must be a text.");
            }
            types.add(sent.get(i).textValue());
        }
        return types;
    }

    private static int last(ObjectNode body) {
        JsonNode last = body.path("last");
        if (last.isMissingNode() || last.isNull()) {
            return USUAL_EVENTS;
        }
        if (last.isIntegralNumber()
                && last.canConvertToInt()
                && last.intValue() >= 1
                && last.intValue() <= MOST_EVENTS) {
            return last.intValue();
        }
        throw Problem.badRequest("last must be a whole number from 1 to " + MOST_EVENTS + ".");
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
