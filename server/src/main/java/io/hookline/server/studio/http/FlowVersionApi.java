package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.flopack.FlowComparison;
import io.hookline.flow.flopack.FlowOutline;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Page;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Fields;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowStore;
import io.hookline.server.studio.flow.Flows;
import io.hookline.server.studio.folder.Folders;

import java.util.Optional;

/** {@code /api/hookline/v1/flows/{id}/versions}: list, show, compare, restore. */
public final class FlowVersionApi implements HttpService {
    private static final String PATH = FlowApi.PATH + "/{id}/versions";

    private final Flows flows;
    private final Folders folders;
    private final FlowView view;

    public FlowVersionApi(Flows flows, Folders folders, FlowView view) {
        this.flows = flows;
        this.folders = folders;
        this.view = view;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::list)
                .get(PATH + "/{version}", this::show)
                .get(PATH + "/{version}/changes", this::changes)
                .post(PATH + "/{version}/restore", this::restore);
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static int version(ServerRequest request) {
        String version = request.path().pathParameters().get("version");
        if (!version.matches("\\d{1,9}")) {
            throw Problem.notFound("version " + version + " of the flow", id(request));
        }
        return Integer.parseInt(version);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (FlowStore.Version version : flows.versions(id(request))) {
            list.addObject()
                    .put("version", version.version())
                    .put("savedAt", version.saved().toString())
                    .put("savedBy", version.by());
        }
        Bodies.send(response, 200, list);
    }

    private void show(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        Bodies.send(response, 200, flows.version(id(request), version(request)));
    }

    /** What a version has other than the one that {@code since} names: the one before it. */
    private void changes(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        int to = version(request);
        Optional<String> since = Page.query(request).first("since");
        if (since.isPresent() && !since.get().matches("\\d{1,9}")) {
            throw Fields.invalid("since", "expected the number of a version.");
        }
        int from = since.map(Integer::parseInt).orElse(Math.max(1, to - 1));
        ObjectNode json = Json.object().put("from", from).put("to", to);
        ArrayNode changes = json.putArray("changes");
        for (FlowComparison.Change change : flows.compare(id(request), from, to)) {
            changes.addObject()
                    .put("card", textOrNull(change.card()))
                    .put("title", textOrNull(change.title()))
                    .put("field", textOrNull(change.field()))
                    .put("before", change.before().orElse(null))
                    .put("after", change.after().orElse(null));
        }
        Bodies.send(response, 200, json);
    }

    private static String textOrNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private void restore(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        FlowRow before = flows.get(id(request));
        ObjectNode document = flows.restorable(before.id(), version(request));
        FlowApi.mayUse(request, FlowOutline.of(document).uses(), FlowApi.connections(before));
        FlowRow saved = flows.save(caller, before.id(), document, FlowApi.expected(request));
        response.header(HeaderNames.ETAG, FlowApi.etag(saved));
        Bodies.send(response, 200, view.json(saved, folders.all(), FlowView.Sight.PLAIN));
    }
}
