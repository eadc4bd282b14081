package io.hookline.server.endpoint.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.studio.flow.FlowSource;
import io.hookline.server.studio.flow.PublishedFlow;

import java.net.URI;
import java.util.function.Supplier;

/** {@code GET /api/hookline/v1/flows/{id}/openapi.json}: how the endpoint of one flow is called. */
public final class FlowDescriptionApi implements HttpService {
    private final FlowSource flows;
    private final Supplier<URI> baseUrl;

    /**
     * @param baseUrl where callers reach us
     */
    public FlowDescriptionApi(FlowSource flows, Supplier<URI> baseUrl) {
        this.flows = flows;
        this.baseUrl = baseUrl;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/api/hookline/v1/flows/{id}/openapi.json", this::get);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        String id = request.path().pathParameters().get("id");
        PublishedFlow flow = flows.byId(id).orElseThrow(() -> Problem.notFound("flow", id));
        String alias =
                flow.alias()
                        .orElseThrow(() ->
                                new Problem(
                                        404,
                                        "No endpoint",
                                        "The flow '"
                                                + flow.name()
                                                + "' does not begin with an API Endpoint."));
        Bodies.send(response, 200, FlowDescription.of(flow, alias, baseUrl.get()));
    }
}
