package io.hookline.server.studio.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.flopack.FlowOutline.Use;
import io.hookline.server.json.Json;
import io.hookline.server.store.Database;
import io.hookline.server.studio.connection.Connections;

import java.util.List;

/** What a flow can do to the world, what it calls and what calls it, as the API shows it. */
public final class FlowUses {
    private final Database database;
    private final FlowStore store;
    private final FlowRegistry registry;
    private final FlowProblems problems;
    private final Connections connections;

    public FlowUses(
            Database database,
            FlowStore store,
            FlowRegistry registry,
            FlowProblems problems,
            Connections connections) {
        this.database = database;
        this.store = store;
        this.registry = registry;
        this.problems = problems;
        this.connections = connections;
    }

    /** Each effect that the flow and its helpers can have, the worst first. */
    public ArrayNode effects(FlowRow flow) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (FlowProblems.FlowEffect effect : problems.effects(flow)) {
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
        return list;
    }

    /** The flows that it calls, and those that call it. */
    public ObjectNode calls(FlowRow flow) {
        ObjectNode json = Json.object();
        ArrayNode calls = json.putArray("calls");
        flow.uses(Use.Kind.FLOW)
                .map(Use::target)
                .distinct()
                .forEach(id ->
                        calls.addObject()
                                .put("id", id)
                                .put("name", registry.row(id).map(FlowRow::name).orElse(null)));
        ArrayNode calledBy = json.putArray("calledBy");
        List<FlowStore.Named> users =
                database.read(transaction -> store.usersOf(transaction, Use.Kind.FLOW, flow.id()));
        users.forEach(user -> calledBy.addObject().put("id", user.id()).put("name", user.name()));
        return json;
    }
}
