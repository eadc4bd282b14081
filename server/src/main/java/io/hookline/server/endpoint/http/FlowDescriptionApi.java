package io.hookline.server.endpoint.http;

import io.hookline.server.access.Permission;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.refusal.Refusal;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;

import java.net.URI;
import java.util.List;

/** {@code GET /api/hookline/v1/flows/{id}/openapi.json}: how the endpoint of one flow is called. */
final class FlowDescriptionApi {
    private final FlowSource flows;
    private final URI baseUrl;

    /**
     * @param baseUrl where callers reach us
     */
    FlowDescriptionApi(FlowSource flows, URI baseUrl) {
        this.flows = flows;
        this.baseUrl = baseUrl;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/hookline/v1/flows/{id}/openapi.json",
                        Permission.READ_FLOWS,
                        this::get));
    }

    private Response get(Request request) {
        String id = request.path("id");
        PublishedFlow flow = flows.byId(id).orElseThrow(() -> new Refusal.NotFound("flow", id));
        String alias =
                flow.alias()
                        .orElseThrow(() ->
                                new Refusal.NotFound(
                                        "No endpoint",
                                        "The flow '"
                                                + flow.name()
                                                + "' does not begin with an API Endpoint.",
                                        "endpoint",
                                        id));
        return Response.json(FlowDescription.of(flow, alias, baseUrl));
    }
}
