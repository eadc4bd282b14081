package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.execution.history.FlowRetention;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code /api/hookline/v1/flows/{id}/history}: for how long a flow's executions are kept. */
final class FlowRetentionApi {
    private static final String PATH = "/api/hookline/v1/flows/{id}/history";
    private static final String DAYS = "keepDays";
    private static final int MOST_DAYS = 36_500;

    private final FlowRetention retention;
    private final Duration usual;

    /**
     * @param usual how long executions are kept when their flow says nothing else
     */
    FlowRetentionApi(FlowRetention retention, Duration usual) {
        this.retention = retention;
        this.usual = usual;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.READ_FLOWS, this::get),
                Route.put(PATH, Permission.MANAGE_FLOWS, this::put));
    }

    private Response get(Request request) {
        return Response.json(json(retention.days(request.path("id"))));
    }

    private Response put(Request request) {
        Body body = request.object();
        if (!body.has(DAYS)) {
            body.unexpected(DAYS, "expected a number of days, or null for the usual time");
        }
        Optional<Integer> days = body.number(DAYS, 1, MOST_DAYS);
        retention.keep(request.path("id"), days);
        return Response.json(json(days));
    }

    private ObjectNode json(Optional<Integer> days) {
        return Json.object().put(DAYS, days.orElse(null)).put("usualDays", usual.toDays());
    }
}
