package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.attempt.HookCounts.Counted;
import io.hookline.server.delivery.attempt.HookCounts.LastError;
import io.hookline.server.delivery.lane.Lag;
import io.hookline.server.delivery.lane.LaneControl;
import io.hookline.server.delivery.lane.LaneControl.Report;
import io.hookline.server.delivery.lane.LaneStatus;
import io.hookline.server.event.log.EventSweep.Gap;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.health.HookCheckup;
import io.hookline.server.hook.http.HealthJson;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the deliveries of a hook stand, and pausing them. */
final class LaneApi {
    private static final String HOOK = "/api/hookline/v1/eventHooks/{id}";

    private final LaneControl lanes;
    private final HookCheckup checkup;

    LaneApi(LaneControl lanes, HookCheckup checkup) {
        this.lanes = lanes;
        this.checkup = checkup;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/hookline/v1/deliveryStates", Permission.READ_HOOKS, this::statuses),
                Route.get(HOOK + "/delivery", Permission.READ_HOOKS, this::status),
                Route.post(
                        HOOK + "/pause", Permission.MANAGE_HOOKS, request -> pause(request, true)),
                Route.post(
                        HOOK + "/resume",
                        Permission.MANAGE_HOOKS,
                        request -> pause(request, false)));
    }

    private Response statuses(Request request) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        lanes.reports().forEach(report -> all.add(json(report)));
        return Response.json(all);
    }

    private Response status(Request request) {
        return Response.json(json(lanes.report(request.path("id"))));
    }

    private Response pause(Request request, boolean pause) {
        return Response.json(json(lanes.pause(request.caller(), request.path("id"), pause)));
    }

    private ObjectNode json(Report report) {
        EventHook hook = report.hook();
        Optional<LaneStatus> status = report.lane();
        Optional<Instant> down = status.flatMap(LaneStatus::circuitOpenSince);
        ObjectNode json = Json.object();
        json.put("eventHookId", hook.id());
        json.set("health", HealthJson.of(checkup.of(hook)));
        json.put("paused", report.paused());
        json.set("lag", lag(report.lag()));
        json.set("lost", report.lost().map(LaneApi::lost).orElse(null));
        json.put("openBatches", status.map(LaneStatus::openBatches).orElse(0));
        json.put("failures", status.map(LaneStatus::failures).orElse(0));
        json.put(
                "nextAttemptAt",
                status.flatMap(LaneStatus::nextAttemptAt).map(Times::millis).orElse(null));
        json.put("receiverDownSince", down.map(Times::millis).orElse(null));
        Counted counted = report.counted();
        json.put("eventsPerSecond", Math.round(counted.eventsPerSecond() * 1_000) / 1_000.0);
        json.put("successRatio", counted.successRatio().orElse(null));
        json.set("sinceStart", sinceStart(counted));
        json.set("lastError", lastError(counted.lastError().or(report::lastError)));
        json.put("filterErrors", status.map(LaneStatus::filterErrors).orElse(0L));
        json.put("lastFilterError", status.flatMap(LaneStatus::lastFilterError).orElse(null));
        return json;
    }

    private static ObjectNode lost(Gap gap) {
        return Json.object()
                .put("from", Times.millis(Instant.ofEpochMilli(gap.from())))
                .put("to", Times.millis(Instant.ofEpochMilli(gap.to())))
                .put("count", gap.count());
    }

    private static ObjectNode lag(Lag lag) {
        return Json.object()
                .put("events", lag.events())
                .put("atLeast", lag.atLeast())
                .put("seconds", lag.age().toSeconds());
    }

    private static ObjectNode sinceStart(Counted counted) {
        return Json.object()
                .put("events", counted.events())
                .put("delivered", counted.delivered())
                .put("failedAttempts", counted.refused())
                .put("setAside", counted.failed());
    }

    private static ObjectNode lastError(Optional<LastError> last) {
        return last.map(error ->
                        Json.object()
                                .put("at", Times.millis(error.at()))
                                .put("reason", error.reason())
                                .put("httpStatus", error.httpStatus().orElse(null))
                                .put("answer", error.answer()))
                .orElse(null);
    }
}
