package io.hookline.server.retention;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.event.LogSettings;
import io.hookline.server.event.log.EventSweep;
import io.hookline.server.http.Bodies;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;

import java.time.Instant;

/** {@code /api/hookline/v1/retention}: what is kept, and saying that the clock is right. */
public final class RetentionApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/retention";

    private final Database database;
    private final Retention retention;
    private final LogSettings settings;

    public RetentionApi(Database database, Retention retention, LogSettings settings) {
        this.database = database;
        this.retention = retention;
        this.settings = settings;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::get).post(PATH + "/confirm-clock", this::confirm);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_LOG);
        Bodies.send(response, 200, json());
    }

    private void confirm(ServerRequest request, ServerResponse response) {
        retention.clock().confirm(Access.require(request, Permission.MANAGE_USERS));
        Bodies.send(response, 200, json());
    }

    private ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("keepEventsDays", settings.eventsKept().toDays());
        json.put("keepHistoryDays", settings.historyKept().toDays());
        settings.mostBytes()
                .ifPresentOrElse(
                        most -> json.put("mostBytes", most), () -> json.putNull("mostBytes"));
        json.put("usedBytes", retention.used());
        json.put(
                "oldestEvent",
                database.read(EventSweep::extent)
                        .map(extent -> Instant.ofEpochMilli(extent.since()).toString())
                        .orElse(null));
        json.put(
                "clockDoubtedSince",
                retention.clock().doubtedSince().map(Instant::toString).orElse(null));
        return json;
    }
}
