package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.Halt;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;

/** {@code /api/hookline/v1/halt}: whether nothing starts and nothing changes. */
public final class HaltApi implements HttpService {
    public static final String PATH = "/api/hookline/v1/halt";
    private static final int MAX_BODY = 4_096;

    private final Halt halt;
    private final Executions executions;

    public HaltApi(Halt halt, Executions executions) {
        this.halt = halt;
        this.executions = executions;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::get).put(PATH, this::put);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        Bodies.send(response, 200, json(halt.state()));
    }

    private void put(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.HALT);
        JsonNode halted = Bodies.object(request, MAX_BODY).path("halted");
        if (!halted.isBoolean()) {
            throw Problem.badRequest("halted must be true or false.");
        }
        Bodies.send(
                response, 200, json(halt.turn(caller, halted.booleanValue(), executions::halt)));
    }

    private static ObjectNode json(Halt.State state) {
        ObjectNode json = Json.object().put("halted", state.isHalted());
        json.put("switch", state.switched().isPresent()).put("setting", state.setting());
        state.switched()
                .ifPresentOrElse(
                        switched -> {
                            json.put("since", switched.since().toString());
                            json.putObject("by")
                                    .put("id", switched.actor())
                                    .put("name", switched.name());
                        },
                        () -> json.putNull("since").putNull("by"));
        return json.put("lift", state.lift().orElse(null));
    }
}
