package io.hookline.server.metrics.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.delivery.Deliveries;
import io.hookline.server.delivery.lane.HookMeasures;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.Executions;
import io.hookline.server.hook.health.HookCheckup;
import io.hookline.server.hook.health.HookCheckup.Examined;
import io.hookline.server.http.OpenConnections;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;
import io.hookline.server.store.Database;
import io.hookline.server.store.DiskSpace;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** {@code /api/hookline/v1/status}: how the server stands now, for operators. */
public final class StatusApi {
    private final Running running;
    private final OpenConnections connections;
    private final Instant started;

    /**
     * @param started when this process did
     */
    public StatusApi(Running running, OpenConnections connections, Instant started) {
        this.running = running;
        this.connections = connections;
        this.started = started;
    }

    /** What is asked how it stands. */
    public record Running(
            Database database,
            DiskSpace space,
            EventLog log,
            Executions executions,
            Deliveries deliveries,
            HookCheckup checkup) {}

    public List<Route> routes() {
        return List.of(Route.get("/api/hookline/v1/status", Permission.READ_HOOKS, this::get));
    }

    private Response get(Request request) {
        ObjectNode json = Json.object().put("startedAt", Times.millis(started));
        DiskSpace space = running.space();
        ObjectNode disk = json.putObject("disk");
        long free = space.freeBytes();
        if (free == Long.MAX_VALUE) {
            disk.putNull("freeBytes");
        } else {
            disk.put("freeBytes", free);
        }
        disk.put("freeShare", Math.round(space.freeShare() * 1_000) / 1_000.0)
                .put("low", space.isLow())
                .put("full", space.isFull());
        json.putObject("executions")
                .put("running", running.executions().running())
                .put("queued", running.executions().queued())
                .put("halted", running.executions().isHalted());
        json.put("waitingWrites", running.database().waiting());
        json.put("eventsAccepted", running.log().end());
        json.put("openConnections", connections.inAll());
        hooks(json.putObject("eventHooks"));
        return Response.json(json);
    }

    private void hooks(ObjectNode json) {
        List<Examined> all = running.checkup().all();
        json.put("all", all.size());
        json.put("receiving", all.stream().filter(hook -> hook.health().receives()).count());
        List<HookMeasures> measures = running.deliveries().measures();
        json.put("openBatches", measures.stream().mapToInt(HookMeasures::openBatches).sum());
        measures.stream()
                .filter(hook -> hook.lag().events() > 0)
                .max(Comparator.comparing(hook -> hook.lag().age()))
                .ifPresentOrElse(
                        last ->
                                json.putObject("furthestBehind")
                                        .put("id", last.hookId())
                                        .put("events", last.lag().events())
                                        .put("atLeast", last.lag().atLeast())
                                        .put("seconds", last.lag().age().toSeconds()),
                        () -> json.putNull("furthestBehind"));
    }
}
