package io.hookline.server.activity.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.activity.Activity;
import io.hookline.server.activity.Activity.Hour;
import io.hookline.server.activity.Activity.Kind;
import io.hookline.server.activity.Tally;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Admission;
import io.hookline.server.http.Query;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What happened, hour by hour: {@code /api/hookline/v1/activity} and its like. */
public final class ActivityApi {
    private static final int USUAL_HOURS = 24;
    private static final int MOST_FLOWS = 10;
    private static final int MOST_TYPES = 2_000;

    private final Activity activity;
    private final Hooks hooks;
    private final Function<String, Optional<String>> flowName;

    /**
     * @param flowName the name of a flow by its id; empty when it is gone
     */
    public ActivityApi(
            Activity activity, Hooks hooks, Function<String, Optional<String>> flowName) {
        this.activity = activity;
        this.hooks = hooks;
        this.flowName = flowName;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/api/hookline/v1/activity", new Admission.AnyCaller(), this::all),
                Route.get(
                        "/api/hookline/v1/eventHooks/{id}/activity",
                        Permission.READ_HOOKS,
                        this::ofHook),
                Route.get("/api/hookline/v1/eventTypeCounts", Permission.READ_LOG, this::types));
    }

    private static int hours(Request request) {
        Query query = request.query();
        query.allowOnly("hours");
        return query.number("hours", 1, Activity.MOST_HOURS)
                .map(Long::intValue)
                .orElse(USUAL_HOURS);
    }

    /** What the caller may not see is left out, and named. */
    private Response all(Request request) {
        int hours = hours(request);
        Caller caller = request.caller();
        Withheld withheld = new Withheld(caller);
        List<ObjectNode> shown =
                activity.hours(Kind.EVENT_TYPE, hours).stream()
                        .map(hour -> Json.object().put("at", Times.millis(hour.at())))
                        .toList();
        if (withheld.unless(Permission.READ_LOG, "events")) {
            put(shown, Kind.EVENT_TYPE, hours, (json, tally) -> json.put("events", tally.many()));
        }
        if (withheld.unless(Permission.READ_HOOKS, "deliveries")) {
            put(
                    shown,
                    Kind.HOOK,
                    hours,
                    (json, tally) ->
                            json.put("deliveries", tally.many())
                                    .put("failedAttempts", tally.failed())
                                    .put("setAside", tally.aside()));
        }
        ArrayNode failing = Json.MAPPER.createArrayNode();
        if (withheld.unless(Permission.READ_EXECUTIONS, "executions")) {
            put(
                    shown,
                    Kind.FLOW,
                    hours,
                    (json, tally) ->
                            json.put("executions", tally.many())
                                    .put("failedExecutions", tally.failed()));
            failing(failing, hours);
        }
        ObjectNode json = Json.object();
        json.putArray("hours").addAll(shown);
        json.set("failingFlows", failing);
        json.set("withheld", withheld.json());
        return Response.json(json);
    }

    private void put(
            List<ObjectNode> shown, Kind kind, int hours, BiConsumer<ObjectNode, Tally> write) {
        List<Hour> found = activity.hours(kind, hours);
        for (int i = 0; i < Math.min(shown.size(), found.size()); i++) {
            write.accept(shown.get(i), found.get(i).tally());
        }
    }

    private void failing(ArrayNode into, int hours) {
        activity.failing(Kind.FLOW, hours, MOST_FLOWS)
                .forEach((id, tally) ->
                        flowName.apply(id)
                                .ifPresent(name ->
                                        into.addObject()
                                                .put("id", id)
                                                .put("name", name)
                                                .put("executions", tally.many())
                                                .put("failed", tally.failed())));
    }

    private Response ofHook(Request request) {
        int hours = hours(request);
        String id = hooks.get(request.path("id")).id();
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Hour hour : activity.hours(Kind.HOOK, id, hours)) {
            Tally tally = hour.tally();
            long attempts = tally.many() + tally.failed();
            ObjectNode json =
                    list.addObject()
                            .put("at", Times.millis(hour.at()))
                            .put("deliveries", tally.many())
                            .put("failedAttempts", tally.failed())
                            .put("setAside", tally.aside());
            if (attempts == 0) {
                json.putNull("meanMillis");
            } else {
                json.put("meanMillis", tally.millis() / attempts);
            }
        }
        return Response.json(list);
    }

    private Response types(Request request) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        activity.most(Kind.EVENT_TYPE, hours(request), MOST_TYPES)
                .forEach((type, tally) ->
                        list.addObject().put("eventType", type).put("count", tally.many()));
        return Response.json(list);
    }
}
