package io.hookline.server.studio.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.studio.flow.FlowRow;
import io.hookline.server.studio.flow.FlowUses;
import io.hookline.server.studio.flow.Flows;

/** What a flow can do to the world, what it calls and what calls it. */
public final class FlowUseApi implements HttpService {
    private final Flows flows;
    private final FlowUses uses;

    public FlowUseApi(Flows flows, FlowUses uses) {
        this.flows = flows;
        this.uses = uses;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(FlowApi.PATH + "/{id}/effects", this::effects)
                .get(FlowApi.PATH + "/{id}/calls", this::calls);
    }

    private FlowRow flow(ServerRequest request) {
        Access.require(request, Permission.READ_FLOWS);
        return flows.get(request.path().pathParameters().get("id"));
    }

    private void effects(ServerRequest request, ServerResponse response) {
        Bodies.send(response, 200, uses.effects(flow(request)));
    }

    private void calls(ServerRequest request, ServerResponse response) {
        Bodies.send(response, 200, uses.calls(flow(request)));
    }
}
