package io.hookline.server.schedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** {@code GET /api/hookline/v1/flows/{id}/schedule}: when a scheduled flow runs next. */
public final class ScheduleApi implements HttpService {
    private static final int SHOWN = 5;

    private final FlowSource flows;
    private final InstantSource clock;

    public ScheduleApi(FlowSource flows, InstantSource clock) {
        this.flows = flows;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/api/hookline/v1/flows/{id}/schedule", this::get);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        String id = request.path().pathParameters().get("id");
        PublishedFlow flow = flows.byId(id).orElseThrow(() -> Problem.notFound("flow", id));
        ObjectNode cron =
                flow.flow()
                        .schedule()
                        .orElseThrow(() ->
                                new Problem(
                                        404,
                                        "No schedule",
                                        "The flow '" + flow.name() + "' has no schedule."));
        Bodies.send(response, 200, json(flow, cron));
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
