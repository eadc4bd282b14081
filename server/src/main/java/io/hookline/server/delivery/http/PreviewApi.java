package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.filter.FilterEvaluationException;
import io.hookline.filter.HookFilter;
import io.hookline.outbound.Request.Header;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.delivery.preview.Preview;
import io.hookline.server.delivery.preview.PreviewEvents;
import io.hookline.server.delivery.preview.PreviewEvents.Chosen;
import io.hookline.server.delivery.preview.Previewer;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.Subscriptions.TypeFilter;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Body;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Delivers one event to a hook's receiver now, and says what happened. */
final class PreviewApi {
    private static final int MAX_BODY = 2 * 1024 * 1024;

    private final Hooks hooks;
    private final PreviewEvents events;
    private final Previewer previewer;

    PreviewApi(Hooks hooks, PreviewEvents events, Previewer previewer) {
        this.hooks = hooks;
        this.events = events;
        this.previewer = previewer;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                        "/api/hookline/v1/eventHooks/{id}/preview",
                        Permission.PREVIEW,
                        this::preview));
    }

    private Response preview(Request request) {
        EventHook hook = hooks.get(request.path("id"));
        Chosen chosen = chosen(request.caller(), hook, request.object(MAX_BODY));
        Preview preview = previewer.send(request.caller(), hook, chosen.event());
        ObjectNode json = json(preview);
        json.put("eventFrom", chosen.origin().name().toLowerCase(Locale.ROOT));
        json.set("filter", Computing.of(request, () -> filter(hook, chosen.event())));
        return Response.json(json);
    }

    /** An event of the log is shown, and sent, only for those who may read the log. */
    private Chosen chosen(Caller caller, EventHook hook, Body body) {
        String eventType = body.node("eventType").asText("");
        if (!body.node("eventType").isTextual() || !hook.events().items().contains(eventType)) {
            throw body.invalid(
                    "eventType",
                    "expected one of the event types of the hook, which are "
                            + some(hook.events().items())
                            + ".");
        }
        if (!body.isAbsent("event")) {
            return events.given(body.node("event"), eventType, "event");
        }
        return caller.permissions().contains(Permission.READ_LOG)
                ? events.newest(eventType, "event")
                : events.sample(eventType, "event");
    }

    private static String some(List<String> types) {
        int most = 10;
        String listed = String.join(", ", types.subList(0, Math.min(most, types.size())));
        return types.size() > most ? listed + " and " + (types.size() - most) + " more" : listed;
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
            json.putObject("failure")
                    .put("kind", failure.kind().name())
                    .put("message", failure.message());
        } else {
            json.putNull("failure");
        }
        return json;
    }

    private static void headers(ArrayNode into, List<Header> headers) {
        headers.forEach(h -> into.addObject().put("key", h.name()).put("value", h.value()));
    }
}
