package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.connectors.ConnectionForm;
import io.hookline.connectors.InstalledCards;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.connector.LoadedConnectors;
import io.hookline.server.studio.connector.LoadedConnectors.Entry;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code GET /api/hookline/v1/connectors}: the connectors that are files, and how it is with them.
 */
final class ConnectorApi {
    private final LoadedConnectors connectors;

    ConnectorApi(LoadedConnectors connectors) {
        this.connectors = connectors;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/hookline/v1/connectors", Permission.READ_FLOWS, this::list));
    }

    private Response list(Request request) {
        request.query();
        ArrayNode list = Json.MAPPER.createArrayNode();
        connectors.all().forEach(entry -> list.add(json(entry)));
        ConnectionForm.ALL.forEach(form -> list.add(json(form)));
        return Response.json(list);
    }

    /** One that is code, and so always in service. */
    private ObjectNode json(ConnectionForm form) {
        ObjectNode json = Json.object().put("state", "serving").put("bundled", true);
        json.put("id", form.id()).put("name", form.name()).put("authHelp", form.help());
        form.baseUrl().ifPresent(url -> json.put("baseUrl", url.toString()));
        form.auth().forEach(json.putArray("auth")::add);
        json.putArray("origins");
        long cards =
                connectors.cards().cards().stream()
                        .filter(card -> card.module().equals(form.id()))
                        .count();
        json.put("cards", cards).putArray("faults");
        protects(json, InstalledCards.protects(form.id()));
        return json;
    }

    private static ObjectNode json(Entry entry) {
        ObjectNode json = Json.object();
        json.put("state", entry.state().name().toLowerCase(Locale.ROOT));
        json.put("bundled", entry.file().isEmpty());
        entry.file()
                .ifPresent(file -> {
                    json.put("file", file.file());
                    json.put("since", file.since().toString());
                });
        entry.connector()
                .ifPresent(connector -> {
                    json.put("id", connector.id());
                    json.put("name", connector.name());
                    json.put("version", connector.version());
                    json.put("tried", connector.tried());
                    connector.help().ifPresent(help -> json.put("help", help));
                    connector.docs().ifPresent(docs -> json.put("docs", docs.toString()));
                    connector.baseUrl().ifPresent(url -> json.put("baseUrl", url.toString()));
                    connector.auth().forEach(json.putArray("auth")::add);
                    connector.authHelp().ifPresent(help -> json.put("authHelp", help));
                    ArrayNode origins = json.putArray("origins");
                    connector.origins().forEach(origin -> origins.add(origin.toString()));
                    protects(json, connector.protects());
                    json.put("cards", connector.cards().size());
                });
        ArrayNode faults = json.putArray("faults");
        entry.file()
                .ifPresent(file ->
                        file.faults()
                                .forEach(fault ->
                                        faults.addObject()
                                                .put("line", fault.place().line())
                                                .put("column", fault.place().column())
                                                .put("message", fault.message())));
        return json;
    }

    private static void protects(ObjectNode json, Set<String> kinds) {
        ArrayNode protects = json.putArray("protects");
        kinds.stream().sorted().forEach(protects::add);
    }
}
