package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Page;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.connection.Connections;
import io.hookline.server.studio.flow.FlowRegistry;
import io.hookline.server.studio.folder.Folders;
import io.hookline.server.studio.http.FlowView.Sight;
import io.hookline.server.studio.table.Tables;
import io.hookline.server.studio.transfer.Exports;
import io.hookline.server.studio.transfer.Imports;

import java.util.Map;
import java.util.Optional;

/** {@code POST /api/hookline/v1/flows/import} and {@code GET …/folders/{id}/export}. */
public final class ImportApi implements HttpService {
    private static final int MAX_NAME = 255;

    private final Imports imports;
    private final Exports exports;
    private final FlowRegistry flows;
    private final Folders folders;
    private final Tables tables;
    private final Connections connections;
    private final FlowView view;

    public ImportApi(
            Imports imports,
            Exports exports,
            FlowRegistry flows,
            Folders folders,
            Tables tables,
            Connections connections,
            FlowView view) {
        this.imports = imports;
        this.exports = exports;
        this.flows = flows;
        this.folders = folders;
        this.tables = tables;
        this.connections = connections;
        this.view = view;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/api/hookline/v1/flows/import", this::importFile)
                .get("/api/hookline/v1/folders/{id}/export", this::export);
    }

    private void importFile(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        Optional<String> folder = Page.query(request).first("folder");
        String name = folder.orElse("Imported flows").strip();
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw Fields.invalid("folder", "expected a name of 1 to " + MAX_NAME + " characters.");
        }
        Imports.Imported imported =
                imports.run(caller, name, Bodies.read(request, Flopack.MAX_BYTES));
        Bodies.send(response, 200, json(imported));
    }

    private ObjectNode json(Imports.Imported imported) {
        ObjectNode json = Json.object();
        json.set("folder", Folders.reference(imported.folder()));
        Map<String, Folders.Folder> all = folders.all();
        ArrayNode flowList = json.putArray("flows");
        imported.flows().stream()
                .flatMap(id -> flows.row(id).stream())
                .forEach(flow -> flowList.add(view.json(flow, all, Sight.WITH_TOKEN)));
        ArrayNode tableList = json.putArray("tables");
        imported.tables()
                .forEach(id ->
                        tableList.addObject().put("id", id).put("name", tables.get(id).name()));
        ArrayNode connectionList = json.putArray("connections");
        imported.connections().stream()
                .flatMap(id -> connections.stored(id).stream())
                .forEach(connection -> connectionList.add(ConnectionApi.json(connection)));
        ArrayNode warnings = json.putArray("warnings");
        for (Imports.Warning warning : imported.warnings()) {
            warnings.add(
                    FlowView.finding(
                            Json.object().put("flowId", warning.flow()), warning.finding()));
        }
        return json;
    }

    private void export(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.READ_FLOWS);
        Bodies.send(
                response, 200, exports.folder(caller, request.path().pathParameters().get("id")));
    }
}
