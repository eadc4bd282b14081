package io.hookline.server.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.store.DiskSpace;
import io.hookline.server.store.StoreBusy;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: it can also write, so ingest
 * works.
 */
public final class Health implements HttpService {
    private final Database database;
    private final DiskSpace space;

    public Health(Database database, DiskSpace space) {
        this.database = database;
        this.space = space;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/health/live", (request, response) -> Bodies.send(response, 200, status("UP")))
                .get(
                        "/health/ready",
                        (request, response) -> {
                            boolean ready = isReady();
                            Bodies.send(response, ready ? 200 : 503, status(ready ? "UP" : "DOWN"));
                        });
    }

    private boolean isReady() {
        try {
            space.requireRoom();
            return database.write(tx -> true);
        } catch (StoreBusy e) {
            return false;
        }
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode status(String word) {
        return Json.object().put("status", word);
    }
}
