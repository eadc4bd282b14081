package io.hookline.server.schedule.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.schedule.FlowSchedule;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/hookline/v1/flows/{id}/schedule}: when a scheduled flow runs next. */
public final class ScheduleApi {
    private static final int SHOWN = 5;

    private final FlowSource flows;
    private final InstantSource clock;

    public ScheduleApi(FlowSource flows, InstantSource clock) {
        this.flows = flows;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/hookline/v1/flows/{id}/schedule", Permission.READ_FLOWS, this::get));
    }

    private Response get(Request request) {
        String id = request.path("id");
        PublishedFlow flow = flows.byId(id).orElseThrow(() -> new Refusal.NotFound("flow", id));
        ObjectNode cron =
                flow.flow()
                        .schedule()
                        .orElseThrow(() ->
                                new Refusal.NotFound(
                                        "No schedule",
                                        "The flow '" + flow.name() + "' has no schedule.",
                                        "schedule",
                                        id));
        return Response.json(json(flow, cron));
    }

    private ObjectNode json(PublishedFlow flow, ObjectNode cron) {
        ObjectNode json = Json.object();
        json.put("runs", flow.mode() != PublishedFlow.FlowMode.OFF);
        try {
            FlowSchedule schedule = FlowSchedule.read(cron);
            json.put("timeZone", schedule.zone().getId());
            ArrayNode times = json.putArray("next");
            Optional<Instant> next = schedule.next(clock.instant());
            while (next.isPresent() && times.size() < SHOWN) {
                times.add(next.get().toString());
                next = schedule.next(next.get());
            }
            json.putNull("problem");
        } catch (IllegalArgumentException e) {
            json.putNull("timeZone");
            json.putArray("next");
            json.put("problem", e.getMessage());
        }
        return json;
    }
}
