package io.hookline.server.studio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Json;
import io.hookline.server.store.Database;

import java.util.List;

/** What a flow can do to the world, what it calls and what calls it. */
final class FlowUseApi implements HttpService {
    private final Database database;
    private final FlowStore store;
    private final FlowRegistry registry;
    private final Flows flows;
    private final FlowProblems problems;
    private final Connections connections;

    FlowUseApi(
            Database database,
            FlowStore store,
            FlowRegistry registry,
            Flows flows,
            FlowProblems problems,
            Connections connections) {
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.flows = flows;
        this.problems = problems;
        this.connections = connections;
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

    /** Each effect that the flow and its helpers can have, the worst first. */
    private void effects(ServerRequest request, ServerResponse response) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (FlowProblems.FlowEffect effect : problems.effects(flow(request))) {
            ObjectNode json =
                    list.addObject()
                            .put("effect", effect.effect().name())
                            .put("card", effect.card().uuid())
                            .put("title", effect.card().title())
                            .put("cardId", effect.card().id());
            json.putObject("flow").put("id", effect.flow().id()).put("name", effect.flow().name());
            json.set(
                    "connection",
                    effect.card()
                            .connection()
                            .map(id ->
                                    Json.object()
                                            .put("id", id)
                                            .put(
                                                    "name",
                                                    connections
                                                            .stored(id)
                                                            .map(Connections.Stored::name)
                                                            .orElse(null)))
                            .orElse(null));
        }
        Bodies.send(response, 200, list);
    }

    private void calls(ServerRequest request, ServerResponse response) {
        FlowRow flow = flow(request);
        ObjectNode json = Json.object();
        ArrayNode calls = json.putArray("calls");
        flow.uses(Use.Kind.FLOW)
                .map(Use::target)
                .forEach(id ->
                        calls.addObject()
                                .put("id", id)
                                .put("name", registry.row(id).map(FlowRow::name).orElse(null)));
        ArrayNode calledBy = json.putArray("calledBy");
        List<FlowStore.Named> users =
                database.read(transaction -> store.usersOf(transaction, Use.Kind.FLOW, flow.id()));
        users.forEach(user -> calledBy.addObject().put("id", user.id()).put("name", user.name()));
        Bodies.send(response, 200, json);
    }
}
