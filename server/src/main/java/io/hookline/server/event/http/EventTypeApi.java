package io.hookline.server.event.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.event.catalog.EventCatalog.EventType;
import io.hookline.server.event.catalog.EventTypes;
import io.hookline.server.event.catalog.EventTypes.Registered;
import io.hookline.server.event.search.LogEventForms;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The catalog of event types, {@code /api/hookline/v1/eventTypes}: search, read, register. */
public final class EventTypeApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/eventTypes";
    private static final int LONGEST_SEARCH = 200;
    private static final int MAX_BODY = 1_100_000;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final Pattern ID =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*(\\.[A-Za-z0-9_-]+)+");

    private final EventTypes catalog;
    private final InstantSource clock;
    private final Supplier<URI> baseUrl;

    /**
     * @param baseUrl where callers reach us, for links
     */
    public EventTypeApi(EventTypes catalog, InstantSource clock, Supplier<URI> baseUrl) {
        this.catalog = catalog;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::list)
                .post(PATH, this::register)
                .get(PATH + "/{id}", this::get)
                .put(PATH + "/{id}", this::update)
                .delete(PATH + "/{id}", this::remove);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        String text = request.query().first("q").orElse("");
        if (text.length() > LONGEST_SEARCH) {
            throw Problem.badRequest(
                    "The parameter q must have at most " + LONGEST_SEARCH + " characters.");
        }
        String eligible = request.query().first("eligible").orElse("");
        if (!eligible.isEmpty() && !eligible.equals("true") && !eligible.equals("false")) {
            throw Problem.badRequest("The parameter eligible must be true or false.");
        }
        ArrayNode answer = Json.MAPPER.createArrayNode();
        for (EventType type : catalog.search(text)) {
            if (eligible.isEmpty() || type.eligible() == eligible.equals("true")) {
                answer.add(json(type));
            }
        }
        Bodies.send(response, 200, answer);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        String id = id(request);
        EventType type =
                catalog.find(id).orElseThrow(() -> Problem.notFound("event type", shortened(id)));
        Bodies.send(response, 200, withSample(type));
    }

    private void register(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        Registered type = read(body, newId(body));
        catalog.register(caller, type);
        response.header(
                HeaderNames.LOCATION,
                baseUrl.get().resolve(PATH + "/" + type.type().id()).toString());
        Bodies.send(response, 201, withSample(type.type()));
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        EventType old = catalog.requireRegistered(id(request));
        Registered type = read(body, old.id());
        catalog.update(caller, type);
        Bodies.send(response, 200, withSample(type.type()));
    }

    private void remove(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        catalog.remove(caller, id(request));
        Bodies.sendEmpty(response);
    }

    private static String newId(ObjectNode body) {
        String id = text(body, "id", LONGEST_NAME, true);
        if (!ID.matcher(id).matches()) {
            throw Problem.badRequest(
                    "id must be words of letters, digits, _ and - joined by dots, such as"
                            + " shop.order.refund.");
        }
        if (id.startsWith("hookline.")) {
            throw Problem.badRequest("id must not begin with hookline., which is the server's.");
        }
        return id;
    }

    private Registered read(ObjectNode body, String id) {
        EventType type =
                new EventType(
                        id,
                        text(body, "title", LONGEST_NAME, true),
                        text(body, "description", LONGEST_DESCRIPTION, false),
                        true,
                        "",
                        true);
        // What GET showed may come back: a sample that was made up is not one.
        JsonNode sample = body.path("sample");
        boolean given =
                !sample.isMissingNode()
                        && !sample.isNull()
                        && !body.path("sampleGenerated").asBoolean();
        if (given) {
            DraftEvent.complete(sample, id, "sample", clock.instant());
            ObjectNode kept = ((ObjectNode) sample).deepCopy();
            kept.put("eventType", id);
            return new Registered(type, Optional.of(kept));
        }
        return new Registered(type, Optional.empty());
    }

    private static String text(ObjectNode body, String member, int longest, boolean required) {
        JsonNode value = body.path(member);
        if (value.isMissingNode() || value.isNull()) {
            if (required) {
                throw Problem.badRequest(member + " is required: a text.");
            }
            return "";
        }
        if (!value.isTextual()) {
            throw Problem.badRequest(member + " must be a text.");
        }
        String text = value.textValue().strip();
        if (text.length() > longest || required && text.isEmpty()) {
            throw Problem.badRequest(
                    "%s must have %d to %,d characters."
                            .formatted(member, required ? 1 : 0, longest));
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badRequest(member + " must not contain control characters.");
        }
        return text;
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
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
