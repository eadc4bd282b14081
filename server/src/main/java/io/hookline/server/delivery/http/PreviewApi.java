package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.filter.FilterEvaluationException;
import io.hookline.filter.HookFilter;
import io.hookline.outbound.Request.Header;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.delivery.lane.Lanes;
import io.hookline.server.delivery.preview.Preview;
import io.hookline.server.delivery.preview.Previewer;
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.ingest.DraftEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookStore;
import io.hookline.server.hook.definition.Subscriptions.TypeFilter;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Delivers one event to a hook's receiver now, and tells what happened. */
public final class PreviewApi implements HttpService {
    private static final int MAX_BODY = 2 * 1024 * 1024;

    private final Database database;
    private final HookStore hooks;
    private final EventLog log;
    private final Previewer previewer;
    private final Function<String, Optional<ObjectNode>> samples;
    private final InstantSource clock;

    /**
     * @param samples a sample event of a type, if the catalog has one
     */
    public PreviewApi(
            Database database,
            HookStore hooks,
            EventLog log,
            Lanes lanes,
            Function<String, Optional<ObjectNode>> samples,
            InstantSource clock) {
        this.database = database;
        this.hooks = hooks;
        this.log = log;
        this.previewer = lanes.previewer();
        this.samples = samples;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/api/hookline/v1/eventHooks/{id}/preview", this::preview);
    }

    /**
     * An event to preview.
     *
     * @param origin {@code request}, {@code log} or {@code sample}
     */
    private record Chosen(ObjectNode event, String origin) {}

    private void preview(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.PREVIEW);
        String id = request.path().pathParameters().get("id");
        EventHook hook =
                database.read(transaction -> hooks.find(transaction, id))
                        .orElseThrow(() -> Problem.notFound("event hook", id));
        ObjectNode body = Bodies.object(request, MAX_BODY);
        Chosen chosen = chosen(hook, body);
        Preview preview = previewer.send(hook, chosen.event());
        report(caller, hook, preview);
        ObjectNode json = json(preview);
        json.put("eventFrom", chosen.origin());
        json.set("filter", filter(hook, chosen.event()));
        Bodies.send(response, 200, json);
    }

    private Chosen chosen(EventHook hook, ObjectNode body) {
        JsonNode type = body.path("eventType");
        if (!type.isTextual()) {
            throw Problem.badRequest(
                    "eventType is required: a text, one of the event types of the hook.");
        }
        String eventType = type.textValue();
        if (!hook.events().items().contains(eventType)) {
            throw Problem.badRequest(
                    "eventType must be one of the event types of the hook, which are "
                            + some(hook.events().items())
                            + ".");
        }
        if (body.hasNonNull("event")) {
            return new Chosen(
                    DraftEvent.complete(body.get("event"), eventType, "event", clock.instant()),
                    "request");
        }
        List<StoredEvent> newest = log.readBack(Long.MAX_VALUE, List.of(eventType), 1);
        if (!newest.isEmpty()) {
            return new Chosen(newest.getFirst().json(), "log");
        }
        return new Chosen(
                samples.apply(eventType)
                        .map(sample ->
                                DraftEvent.complete(sample, eventType, "event", clock.instant()))
                        .orElseGet(() -> DraftEvent.minimal(eventType, clock.instant())),
                "sample");
    }

    private static String some(List<String> types) {
        int most = 10;
        String listed = String.join(", ", types.subList(0, Math.min(most, types.size())));
        return types.size() > most ? listed + " and " + (types.size() - most) + " more" : listed;
    }

    private void report(Caller caller, EventHook hook, Preview preview) {
        AuditEvent act =
                AuditEvent.of("hookline.event_hook.preview", "Preview event hook delivery")
                        .by(caller)
                        .target("EventHook", hook.id(), hook.name())
                        .debug("eventId", preview.eventId().toString());
        AuditEvent event = preview.failure().map(failure -> act.failed(failure.kind())).orElse(act);
        database.write(transaction ->
                log.append(transaction, AuditEvent.SOURCE, List.of(event.json(clock.instant()))));
    }

    /** What the hook's filter says about the event, which a preview does not ask. */
    private static ObjectNode filter(EventHook hook, ObjectNode event) {
        ObjectNode json = Json.object();
        Optional<String> expression =
                hook.events().filters().stream()
                        .filter(f -> f.event().equals(event.path("eventType").asText()))
                        .map(TypeFilter::expression)
                        .findFirst();
        json.put("expression", expression.orElse(null));
        try {
            json.put(
                    "matches",
                    expression.map(e -> HookFilter.parse(e).matches(event)).orElse(true));
            json.putNull("error");
        } catch (FilterEvaluationException e) {
            json.put("matches", false).put("error", e.getMessage());
        }
        return json;
    }

    private static ObjectNode json(Preview preview) {
        ObjectNode json = Json.object();
        json.put("eventId", preview.eventId().toString());
        json.put("delivered", preview.failure().isEmpty());
        ObjectNode request = json.putObject("request");
        request.put("method", "POST").put("uri", preview.uri());
        headers(request.putArray("headers"), preview.headers());
        request.set("body", preview.body());
        if (preview.answer().isPresent()) {
            Preview.Received answer = preview.answer().get();
            ObjectNode received = json.putObject("response").put("status", answer.status());
            headers(received.putArray("headers"), answer.headers());
            received.put("body", answer.body()).put("truncated", answer.truncated());
        } else {
            json.putNull("response");
        }
        json.put("millis", preview.took().toMillis());
        json.put("execution", preview.execution().orElse(null));
        if (preview.failure().isPresent()) {
            Preview.Failure failure = preview.failure().get();
            json.putObject("failure").put("kind", failure.kind()).put("message", failure.message());
        } else {
            json.putNull("failure");
        }
        return json;
    }

    private static void headers(ArrayNode into, List<Header> headers) {
        headers.forEach(h -> into.addObject().put("key", h.name()).put("value", h.value()));
    }
}
