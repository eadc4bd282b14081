package io.hookline.server.retention.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.retention.Storage;

import java.util.List;

/** {@code /api/hookline/v1/storage}: what the database file is full of. */
final class StorageApi {
    private final Storage storage;

    StorageApi(Storage storage) {
        this.storage = storage;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/hookline/v1/storage", Permission.READ_LOG, this::get));
    }

    private Response get(Request request) {
        Storage.Measured measured = storage.fresh();
        ObjectNode json = Json.object().put("measuredAt", measured.at().toString());
        json.put("estimated", measured.estimated());
        json.put("usedBytes", measured.used()).put("freeBytes", measured.free());
        ObjectNode byKind = json.putObject("byKind");
        for (Storage.Kind kind : Storage.Kind.values()) {
            byKind.put(kind.word(), measured.byKind().get(kind));
        }
        return Response.json(json);
    }
}
