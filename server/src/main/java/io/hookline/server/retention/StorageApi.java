package io.hookline.server.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.json.Json;

/** {@code /api/hookline/v1/storage}: what the database file is full of. */
public final class StorageApi implements HttpService {
    private final Storage storage;

    public StorageApi(Storage storage) {
        this.storage = storage;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/api/hookline/v1/storage", this::get);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_LOG);
        Storage.Measured measured = storage.fresh();
        ObjectNode json = Json.object().put("measuredAt", measured.at().toString());
        json.put("estimated", measured.estimated());
        json.put("usedBytes", measured.used()).put("freeBytes", measured.free());
        ObjectNode byKind = json.putObject("byKind");
        for (Storage.Kind kind : Storage.Kind.values()) {
            byKind.put(kind.word(), measured.byKind().get(kind));
        }
        Bodies.send(response, 200, json);
    }
}
