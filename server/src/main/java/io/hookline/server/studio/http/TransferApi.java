package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.flopack.Flopack;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Workspace;
import io.hookline.server.studio.folder.Folder;
import io.hookline.server.studio.transfer.Imports;

import java.util.List;
import java.util.Map;

/**
 * {@code POST /api/hookline/v1/flows/import}, its check, and {@code GET …/export} of flows and
 * folders.
 */
final class TransferApi {
    private static final String FOLDER = "folder";

    private final Workspace workspace;
    private final Imports imports;
    private final FlowView view;
    private final ConnectionApi shownConnections;
    private final CheckedFile checked;

    TransferApi(
            Workspace workspace, Imports imports, FlowView view, ConnectionApi shownConnections) {
        this.workspace = workspace;
        this.imports = imports;
        this.view = view;
        this.checked = new CheckedFile(view.effects());
        this.shownConnections = shownConnections;
    }

    List<Route> routes() {
        return List.of(
                Route.post(FlowApi.PATH + "/import", Permission.MANAGE_FLOWS, this::importFile),
                Route.post(FlowApi.PATH + "/import/check", Permission.READ_FLOWS, this::checkFile),
                Route.get(FlowApi.ONE + "/export", Permission.READ_FLOWS, this::exportFlow),
                Route.get(FolderApi.PATH + "/{id}/export", Permission.READ_FLOWS, this::export));
    }

    private Response importFile(Request request) {
        String name = request.queryString().first(FOLDER).orElse("Imported flows").strip();
        if (name.isEmpty() || name.length() > NameFields.MAX_NAME) {
            request.query()
                    .fault(
                            FOLDER,
                            "expected a name of 1 to " + NameFields.MAX_NAME + " characters.");
        }
        byte[] file = request.document(Flopack.MAX_BYTES);
        return Computing.of(
                request,
                () -> {
                    Imports.Imported imported = imports.run(request.caller(), name, file);
                    return Turn.finishing(() -> Response.json(json(imported, request)));
                });
    }

    private ObjectNode json(Imports.Imported imported, Request request) {
        ObjectNode json = Json.object();
        json.set("folder", FolderApi.reference(imported.folder()));
        Map<String, Folder> folders = workspace.folders().all();
        ArrayNode flows = json.putArray("flows");
        imported.flows().stream()
                .flatMap(id -> workspace.registry().row(id).stream())
                .forEach(flow -> flows.add(view.withToken(flow, folders, request::url)));
        ArrayNode tables = json.putArray("tables");
        imported.tables()
                .forEach(id ->
                        tables.addObject()
                                .put("id", id)
                                .put("name", workspace.tables().get(id).name()));
        ArrayNode connections = json.putArray("connections");
        imported.connections().stream()
                .flatMap(id -> workspace.connections().stored(id).stream())
                .forEach(connection -> connections.add(shownConnections.json(connection)));
        json.set("warnings", FlowView.problems(imported.warnings()));
        return json;
    }

    private Response checkFile(Request request) {
        byte[] file = request.document(Flopack.MAX_BYTES);
        return Computing.of(request, () -> Response.json(checked.json(imports.check(file))));
    }

    private Response exportFlow(Request request) {
        request.makes(workspace.exports().flowMemory(request.path("id")));
        return Computing.of(
                request,
                () ->
                        Response.json(
                                workspace.exports().flow(request.caller(), request.path("id"))));
    }

    private Response export(Request request) {
        request.makes(workspace.exports().memory(request.path("id")));
        return Computing.of(
                request,
                () ->
                        Response.json(
                                workspace.exports().folder(request.caller(), request.path("id"))));
    }
}
