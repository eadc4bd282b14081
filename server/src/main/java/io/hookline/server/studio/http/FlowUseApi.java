package io.hookline.server.studio.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.studio.Workspace;
import io.hookline.server.studio.check.FlowEffects;
import io.hookline.server.studio.check.FlowEffects.FlowEffect;
import io.hookline.server.studio.connection.StoredConnection;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.use.FlowName;

import java.util.List;

/** What a flow can do to the world, what it calls and what calls it. */
final class FlowUseApi {
    private final Workspace workspace;
    private final FlowEffects flowEffects;

    FlowUseApi(Workspace workspace, FlowEffects flowEffects) {
        this.workspace = workspace;
        this.flowEffects = flowEffects;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        FlowApi.ONE + "/effects",
                        Permission.READ_FLOWS,
                        request -> Response.json(effects(flow(request)))),
                Route.get(
                        FlowApi.ONE + "/calls",
                        Permission.READ_FLOWS,
                        request -> Response.json(calls(flow(request)))));
    }

    private FlowRow flow(Request request) {
        return workspace.flows().get(request.path("id"));
    }

    /** Each effect that the flow and its helpers can have, the worst first. */
    ArrayNode effects(FlowRow flow) {
        return json(flowEffects.of(flow));
    }

    ArrayNode json(List<FlowEffect> effects) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        effects.forEach(effect -> list.add(json(effect)));
        return list;
    }

    private ObjectNode json(FlowEffect effect) {
        ObjectNode json =
                Json.object()
                        .put("effect", FlowView.effect(effect.effect()))
                        .put("card", effect.card().uuid())
                        .put("title", effect.card().title())
                        .put("cardId", effect.card().id())
                        .put("needsApproval", effect.card().approval().isPresent());
        json.putObject("flow").put("id", effect.flow().id()).put("name", effect.flow().name());
        json.set("connection", effect.card().connection().map(this::connection).orElse(null));
        return json;
    }

    /** One that is gone has no name. */
    private ObjectNode connection(String id) {
        String name = workspace.connections().stored(id).map(StoredConnection::name).orElse(null);
        return Json.object().put("id", id).put("name", name);
    }

    /** The flows that it calls, and those that call it. */
    ObjectNode calls(FlowRow flow) {
        ObjectNode json = Json.object();
        json.set("calls", called(flow));
        json.set("calledBy", FlowName.json(workspace.flows().callers(flow.id())));
        return json;
    }

    /** The flows that it calls; one that is gone has no name. */
    ArrayNode called(FlowRow flow) {
        ArrayNode calls = Json.MAPPER.createArrayNode();
        flow.uses(Use.Kind.FLOW)
                .map(Use::target)
                .distinct()
                .forEach(id ->
                        calls.addObject()
                                .put("id", id)
                                .put(
                                        "name",
                                        workspace
                                                .registry()
                                                .row(id)
                                                .map(FlowRow::name)
                                                .orElse(null)));
        return calls;
    }
}
