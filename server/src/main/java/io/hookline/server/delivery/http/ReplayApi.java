package io.hookline.server.delivery.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.replay.Replay;
import io.hookline.server.delivery.replay.Replays;
import io.hookline.server.delivery.replay.Replays.Progress;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.TimeSpan;
import io.hookline.server.json.Times;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Sends a time range of the log to a hook again, beside what happens now. */
final class ReplayApi {
    private static final String HOOK = "/api/hookline/v1/eventHooks/{id}";

    private final Replays replays;
    private final InstantSource clock;

    ReplayApi(Replays replays, InstantSource clock) {
        this.replays = replays;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post(HOOK + "/replay", Permission.MANAGE_HOOKS, this::start),
                Route.get(HOOK + "/replays", Permission.READ_HOOKS, this::list),
                Route.post(
                        "/api/hookline/v1/replays/{id}/stop", Permission.MANAGE_HOOKS, this::stop));
    }

    private Response start(Request request) {
        Body body = request.object();
        TimeSpan span = body.span();
        Instant now = clock.instant();
        Instant since =
                span.since()
                        .orElseThrow(() ->
                                body.invalid(
                                        "since",
                                        "expected the date and time from which on events are sent"
                                                + " again."));
        Instant until = span.until().filter(now::isAfter).orElse(now);
        if (since.isAfter(until)) {
            throw body.invalid("since", "must not lie in the future.");
        }
        return Response.json(
                202, json(replays.start(request.caller(), request.path("id"), since, until)));
    }

    private Response list(Request request) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        replays.list(request.path("id")).forEach(progress -> list.add(json(progress)));
        return Response.json(list);
    }

    private Response stop(Request request) {
        return Response.json(json(replays.stop(request.caller(), request.path("id"))));
    }

    private static ObjectNode json(Progress progress) {
        Replay replay = progress.replay();
        return Json.object()
                .put("id", replay.id())
                .put("eventHookId", replay.hookId())
                .put("since", Times.millis(replay.since()))
                .put("until", Times.millis(replay.until()))
                .put("status", progress.state().name())
                .put("eventCount", replay.matched())
                .put("pendingDeliveries", progress.pending())
                .put("created", Times.millis(replay.created()))
                .put("createdBy", replay.createdBy());
    }
}
