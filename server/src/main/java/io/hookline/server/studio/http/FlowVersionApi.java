package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.compute.Turn;
import io.hookline.flow.flopack.FlowComparison;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Computing;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.Workspace;
import io.hookline.server.studio.check.ConnectionUse;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowVersion;

import java.util.List;

/** {@code /api/hookline/v1/flows/{id}/versions}: list, show, compare, restore. */
final class FlowVersionApi {
    private static final String PATH = FlowApi.ONE + "/versions";
    private static final String ONE = PATH + "/{version}";
    private static final int MAX_VERSION = 999_999_999;

    private final Workspace workspace;
    private final FlowView view;

    FlowVersionApi(Workspace workspace, FlowView view) {
        this.workspace = workspace;
        this.view = view;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.READ_FLOWS, this::list),
                Route.get(ONE, Permission.READ_FLOWS, this::show),
                Route.get(ONE + "/changes", Permission.READ_FLOWS, this::changes),
                Route.post(ONE + "/restore", Permission.MANAGE_FLOWS, this::restore));
    }

    private static int version(Request request) {
        String version = request.path("version");
        if (!version.matches("\\d{1,9}")) {
            throw new Refusal.NotFound("version " + version + " of the flow", request.path("id"));
        }
        return Integer.parseInt(version);
    }

    private Response list(Request request) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (FlowVersion version : workspace.documents().versions(request.path("id"))) {
            list.addObject()
                    .put("version", version.version())
                    .put("savedAt", version.saved().toString())
                    .put("savedBy", version.by());
        }
        return Response.json(list);
    }

    private Response show(Request request) {
        String flow = request.path("id");
        int version = version(request);
        request.makes(workspace.documents().memory(flow, version));
        return Response.json(workspace.documents().version(flow, version));
    }

    /** What a version has other than the one that {@code since} names: the one before it. */
    private Response changes(Request request) {
        request.makes(2 * workspace.documents().memory(request.path("id"), version(request)));
        return Computing.of(request, () -> compared(request));
    }

    private Response compared(Request request) {
        int to = version(request);
        int from =
                request.query()
                        .number("since", 0, MAX_VERSION)
                        .map(Long::intValue)
                        .orElse(Math.max(1, to - 1));
        ObjectNode json = Json.object().put("from", from).put("to", to);
        ArrayNode changes = json.putArray("changes");
        for (FlowComparison.Change change :
                workspace.documents().compare(request.path("id"), from, to)) {
            changes.addObject()
                    .put("card", FlowView.textOrNull(change.card()))
                    .put("title", FlowView.textOrNull(change.title()))
                    .put("field", FlowView.textOrNull(change.field()))
                    .put("before", change.before().orElse(null))
                    .put("after", change.after().orElse(null));
        }
        return Response.json(json);
    }

    private Response restore(Request request) {
        return Computing.of(request, () -> restored(request));
    }

    private Response restored(Request request) {
        FlowRow before = workspace.flows().get(request.path("id"));
        ObjectNode document = workspace.documents().restorable(before.id(), version(request));
        new ConnectionUse(workspace.connections()).require(request.caller(), document, before);
        FlowRow saved =
                workspace
                        .flows()
                        .save(request.caller(), before.id(), document, Revision.expected(request));
        return Turn.finishing(() ->
                Revision.header(
                        Response.json(view.json(saved, workspace.folders().all(), request::url)),
                        saved));
    }
}
