package io.hookline.server.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.DiskSpace;
import io.hookline.server.store.StoreBusy;

import java.util.List;

/**
 * Whether the process answers (live), and whether it can also write, so that ingest works (ready).
 */
public final class Health {
    private static final Admission OPEN =
            new Admission.Open("load balancers and probes have no credentials");

    private final Database database;
    private final DiskSpace space;

    public Health(Database database, DiskSpace space) {
        this.database = database;
        this.space = space;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/health/live", OPEN, request -> Response.json(status("UP"))),
                Route.get("/health/ready", OPEN, request -> ready()));
    }

    private Response ready() {
        try {
            space.requireRoom();
            database.write(tx -> true);
            return Response.json(status("UP"));
        } catch (StoreBusy e) {
            return Response.json(503, status("DOWN").put("reason", e.getMessage()));
        }
    }

    private static ObjectNode status(String word) {
        return Json.object().put("status", word);
    }
}
