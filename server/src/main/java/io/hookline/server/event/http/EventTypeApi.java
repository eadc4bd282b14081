package io.hookline.server.event.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.event.catalog.EventCatalog.EventType;
import io.hookline.server.event.catalog.EventTypes;
import io.hookline.server.event.catalog.EventTypes.Registered;
import io.hookline.server.event.ingest.DraftEvent;
import io.hookline.server.event.search.LogEventForms;
import io.hookline.server.http.Body;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The catalog of event types, {@code /api/hookline/v1/eventTypes}: search, read, register. */
public final class EventTypeApi {
    private static final String PATH = "/api/hookline/v1/eventTypes";
    private static final int LONGEST_SEARCH = 200;
    private static final int MAX_BODY = 1_100_000;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+");

    private final EventTypes catalog;
    private final InstantSource clock;

    public EventTypeApi(EventTypes catalog, InstantSource clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.READ_HOOKS, this::list),
                Route.post(PATH, Permission.MANAGE_HOOKS, this::register),
                Route.get(PATH + "/{id}", Permission.READ_HOOKS, this::get),
                Route.put(PATH + "/{id}", Permission.MANAGE_HOOKS, this::update),
                Route.delete(PATH + "/{id}", Permission.MANAGE_HOOKS, this::remove));
    }

    private Response list(Request request) {
        Query query = request.query();
        String text = query.text("q").orElse("");
        if (text.length() > LONGEST_SEARCH) {
            query.fault("q", "expected at most " + LONGEST_SEARCH + " characters.");
        }
        Optional<Boolean> eligible = query.flag("eligible");
        ArrayNode answer = Json.MAPPER.createArrayNode();
        for (EventType type : catalog.search(text)) {
            if (eligible.map(asked -> asked == type.eligible()).orElse(true)) {
                answer.add(json(type));
            }
        }
        return Response.json(answer);
    }

    private Response get(Request request) {
        String id = request.path("id");
        EventType type =
                catalog.find(id)
                        .orElseThrow(() -> new Refusal.NotFound("event type", shortened(id)));
        return Response.json(withSample(type));
    }

    private Response register(Request request) {
        Body body = request.object(MAX_BODY);
        Registered type = read(body, newId(body));
        catalog.register(request.caller(), type);
        return Response.created(
                request.url(PATH + "/" + type.type().id()), withSample(type.type()));
    }

    private Response update(Request request) {
        Body body = request.object(MAX_BODY);
        EventType old = catalog.requireRegistered(request.path("id"));
        body.allowOnlyMembersOf(withSample(old), Set.of());
        Registered type = read(body.completedFrom(stored(old)), old.id());
        catalog.update(request.caller(), type);
        return Response.json(withSample(type.type()));
    }

    /** As it was registered: a sample that is generated, or completed for reading, is not kept. */
    private ObjectNode stored(EventType type) {
        ObjectNode json = json(type);
        catalog.sample(type.id())
                .filter(sample -> !sample.generated())
                .ifPresent(sample -> json.set("sample", sample.event()));
        return json;
    }

    private Response remove(Request request) {
        catalog.remove(request.caller(), request.path("id"));
        return Response.empty();
    }

    private static String newId(Body body) {
        String id = body.line("id", LONGEST_NAME);
        if (!ID.matcher(id).matches()) {
            body.fault(
                    "id",
                    "expected words of letters, digits, _ and - joined by dots, such as"
                            + " shop.order.refund.");
        }
        if (id.startsWith("hookline.")) {
            body.fault("id", "must not begin with hookline., which is the server's.");
        }
        return id;
    }

    private Registered read(Body body, String id) {
        EventType type =
                new EventType(
                        id, body.line("title", LONGEST_NAME), description(body), true, "", true);
        return new Registered(type, sample(body, id));
    }

    private static String description(Body body) {
        String text = body.text("description", LONGEST_DESCRIPTION).orElse("").strip();
        if (text.chars().anyMatch(Character::isISOControl)) {
            body.fault("description", "expected a text on one line.");
        }
        return text;
    }

    /** What GET showed may come back: a sample that was generated is not one. */
    private Optional<ObjectNode> sample(Body body, String id) {
        if (body.isAbsent("sample") || body.node("sampleGenerated").asBoolean()) {
            return Optional.empty();
        }
        JsonNode sample = body.node("sample");
        DraftEvent.complete(sample, id, "sample", clock.instant());
        ObjectNode kept = ((ObjectNode) sample).deepCopy();
        kept.put("eventType", id);
        return Optional.of(kept);
    }

    private static String shortened(String id) {
        return id.length() > LONGEST_NAME ? id.substring(0, LONGEST_NAME) + "…" : id;
    }

    private static ObjectNode json(EventType type) {
        return Json.object()
                .put("id", type.id())
                .put("title", type.title())
                .put("description", type.description())
                .put("eligible", type.eligible())
                .put("since", type.since().isEmpty() ? null : type.since())
                .put("registered", type.registered());
    }

    private ObjectNode withSample(EventType type) {
        ObjectNode json = json(type);
        catalog.sample(type.id())
                .ifPresent(sample -> {
                    json.set(
                            "sample",
                            LogEventForms.forLog(
                                    DraftEvent.complete(
                                            sample.event(), type.id(), "sample", clock.instant())));
                    json.put("sampleGenerated", sample.generated());
                });
        return json;
    }
}
