package io.hookline.server.retention.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.event.LogSettings;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.retention.Retention;

import java.time.Instant;
import java.util.List;

/** {@code /api/hookline/v1/retention}: what is kept, and confirming the clock. */
final class RetentionApi {
    private static final String PATH = "/api/hookline/v1/retention";

    private final Retention retention;

    RetentionApi(Retention retention) {
        this.retention = retention;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.READ_LOG, this::get),
                Route.post(PATH + "/confirm-clock", Permission.MANAGE_USERS, this::confirm));
    }

    private Response get(Request request) {
        return Response.json(json());
    }

    private Response confirm(Request request) {
        retention.confirmClock(request.caller());
        return Response.json(json());
    }

    private ObjectNode json() {
        LogSettings settings = retention.settings();
        Retention.Kept kept = retention.kept();
        ObjectNode json = Json.object();
        json.put("keepEventsDays", settings.eventsKept().toDays());
        json.put("keepHistoryDays", settings.historyKept().toDays());
        settings.mostBytes()
                .ifPresentOrElse(
                        most -> json.put("mostBytes", most), () -> json.putNull("mostBytes"));
        json.put("usedBytes", kept.usedBytes());
        json.put("oldestEvent", kept.oldestEvent().map(Instant::toString).orElse(null));
        json.put("clockDoubtedSince", kept.clockDoubtedSince().map(Instant::toString).orElse(null));
        return json;
    }
}
