package io.hookline.server.activity.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.activity.Consequences;
import io.hookline.server.activity.Consequences.Done;
import io.hookline.server.activity.Consequences.OfExecution;
import io.hookline.server.activity.Consequences.OfHook;
import io.hookline.server.delivery.http.DeliveryJson;
import io.hookline.server.event.log.EventLog.StoredEvent;
import io.hookline.server.execution.http.ExecutionJson;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened to one event: {@code /api/hookline/v1/events/{id}/consequences}. */
public final class ConsequencesApi {
    private static final String PATH = "/api/hookline/v1/events/{id}/consequences";

    private final Consequences consequences;

    public ConsequencesApi(Consequences consequences) {
        this.consequences = consequences;
    }

    public List<Route> routes() {
        return List.of(Route.get(PATH, Permission.READ_LOG, this::get));
    }

    /** What the caller may not see is left out, and named. */
    private Response get(Request request) {
        Query query = request.query();
        query.allowOnly("published");
        Optional<Instant> published = query.time("published");
        StoredEvent event = consequences.event(request.path("id"), published);
        Withheld withheld = new Withheld(request.caller());
        ObjectNode json = Json.object();
        ObjectNode shown = json.putObject("event");
        shown.put("uuid", event.json().path("uuid").asText());
        shown.put("eventType", event.eventType());
        shown.put("published", event.json().path("published").asText());
        shown.put("source", event.source());
        List<OfHook> hooks = Computing.of(request, () -> consequences.hooks(event));
        if (withheld.unless(Permission.READ_HOOKS, "hooks")) {
            ArrayNode list = json.putArray("hooks");
            hooks.forEach(hook -> list.add(json(hook)));
        }
        if (withheld.unless(Permission.READ_EXECUTIONS, "executions")) {
            ArrayNode list = json.putArray("executions");
            Computing.of(request, () -> consequences.executions(event, hooks, request::makes))
                    .forEach(one -> list.add(json(one)));
        }
        json.set("withheld", withheld.json());
        return Response.json(json);
    }

    private static ObjectNode json(OfHook one) {
        ObjectNode json = Json.object();
        json.putObject("eventHook").put("id", one.hook().id()).put("name", one.hook().name());
        json.put("matches", one.matches());
        json.put("error", one.error().orElse(null));
        ArrayNode deliveries = json.putArray("deliveries");
        one.deliveries().forEach(delivery -> deliveries.add(DeliveryJson.withAttempts(delivery)));
        return json;
    }

    private static ObjectNode json(OfExecution one) {
        ObjectNode json = Json.object();
        json.set("execution", ExecutionJson.summary(one.found()));
        ArrayNode effects = json.putArray("effects");
        one.effects().forEach(done -> effects.add(json(done)));
        json.put("more", one.more());
        return json;
    }

    /** Without values: the execution shows them. */
    private static ObjectNode json(Done done) {
        ObjectNode json = Json.object();
        json.put("execution", done.execution().toString());
        json.put("effect", done.effect().name());
        for (String plain : new String[] {"path", "card", "title", "status"}) {
            json.put(plain, done.step().path(plain).asText());
        }
        json.put(
                "startedAt",
                Times.millis(Instant.ofEpochMilli(done.step().path("startedAt").asLong())));
        String error = done.step().at("/error/message").asText("");
        json.put("error", error.isEmpty() ? null : error);
        String note = done.step().path("note").asText("");
        json.put("note", note.isEmpty() ? null : note);
        return json;
    }
}
