package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.Halt;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.util.List;
import java.util.Optional;

/** {@code /api/hookline/v1/halt}: whether nothing starts and nothing changes. */
public final class HaltApi {
    private static final String PATH = "/api/hookline/v1/halt";

    private final Halt halt;
    private final Executions executions;

    public HaltApi(Halt halt, Executions executions) {
        this.halt = halt;
        this.executions = executions;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.READ_FLOWS, this::get),
                Route.put(PATH, Permission.HALT, this::put));
    }

    private Response get(Request request) {
        return Response.json(json(halt.state()));
    }

    private Response put(Request request) {
        Body body = request.object();
        Optional<Boolean> halted = body.flag("halted");
        if (halted.isEmpty()) {
            body.unexpected("halted", "expected true or false");
        }
        return Response.json(
                json(halt.turn(request.caller(), halted.orElseThrow(), executions::halt)));
    }

    /** What must be done to go on, for people; empty when nothing halts. */
    public static Optional<String> lift(Halt.State state) {
        String restart = "start Hookline without HOOKLINE_HALT=true or halt: true";
        String turnOff = "send {\"halted\": false} with PUT to " + PATH;
        if (state.setting() && state.switched().isPresent()) {
            return Optional.of("To go on, " + turnOff + " and " + restart + ".");
        }
        return state.isHalted()
                ? Optional.of("To go on, " + (state.setting() ? restart : turnOff) + ".")
                : Optional.empty();
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
        return json.put("lift", lift(state).orElse(null));
    }
}
