package io.hookline.server.schedule.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.Finding;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.schedule.FlowSchedule;
import io.hookline.server.schedule.ScheduleReview;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * When scheduled flows run: {@code GET /api/hookline/v1/flows/{id}/schedule} for one that is saved,
 * {@code POST /api/hookline/v1/schedules/preview} for a schedule that no flow has yet.
 */
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
                Route.get("/api/hookline/v1/flows/{id}/schedule", Permission.READ_FLOWS, this::get),
                Route.post(
                        "/api/hookline/v1/schedules/preview",
                        Permission.READ_FLOWS,
                        this::preview));
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

    private Response preview(Request request) {
        Body body = request.object();
        body.allowOnly("cron");
        Optional<Body> given = body.object("cron");
        if (given.isEmpty()) {
            throw body.invalid("cron", "expected a schedule, an object with hours, minutes, …");
        }
        ObjectNode cron = given.get().json();
        List<Finding> problems = ScheduleReview.of(cron, clock.instant());
        ObjectNode json = Json.object().putNull("timeZone");
        ArrayNode times = json.putArray("next");
        if (problems.isEmpty()) {
            FlowSchedule schedule = FlowSchedule.read(cron);
            json.put("timeZone", schedule.zone().getId());
            next(times, schedule);
        }
        ArrayNode list = json.putArray("problems");
        problems.forEach(problem ->
                list.addObject()
                        .put("field", problem.field())
                        .put("value", problem.value())
                        .put("message", problem.message()));
        return Response.json(json);
    }

    private void next(ArrayNode times, FlowSchedule schedule) {
        Optional<Instant> next = schedule.next(clock.instant());
        while (next.isPresent() && times.size() < SHOWN) {
            times.add(next.get().toString());
            next = schedule.next(next.get());
        }
    }

    private ObjectNode json(PublishedFlow flow, ObjectNode cron) {
        ObjectNode json = Json.object();
        json.put("runs", flow.mode() != PublishedFlow.FlowMode.OFF);
        try {
            FlowSchedule schedule = FlowSchedule.read(cron);
            json.put("timeZone", schedule.zone().getId());
            next(json.putArray("next"), schedule);
            json.putNull("problem");
        } catch (IllegalArgumentException e) {
            json.putNull("timeZone");
            json.putArray("next");
            json.put("problem", e.getMessage());
        }
        return json;
    }
}
