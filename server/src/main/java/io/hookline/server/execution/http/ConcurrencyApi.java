package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.queue.ExecutionQueue;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;

import java.util.List;
import java.util.OptionalInt;

/** {@code /api/hookline/v1/flows/{id}/concurrency}: how many executions of a flow run at a time. */
final class ConcurrencyApi {
    private static final String PATH = "/api/hookline/v1/flows/{id}/concurrency";
    private static final String LIMIT = "mostAtOnce";
    private static final int MOST = ExecutionQueue.Limits.USUAL.runningPerFlow();

    private final Executions executions;

    ConcurrencyApi(Executions executions) {
        this.executions = executions;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Permission.READ_FLOWS, this::get),
                Route.put(PATH, Permission.MANAGE_FLOWS, this::put));
    }

    private Response get(Request request) {
        return Response.json(json(executions.limits().of(request.path("id"))));
    }

    private Response put(Request request) {
        Body body = request.object();
        if (!body.has(LIMIT)) {
            body.unexpected(LIMIT, "expected a number, or null for as many as the server allows");
        }
        OptionalInt most =
                body.number(LIMIT, 1, MOST).map(OptionalInt::of).orElseGet(OptionalInt::empty);
        executions.limits().set(request.path("id"), most);
        return Response.json(json(most));
    }

    private static ObjectNode json(OptionalInt most) {
        ObjectNode json = Json.object();
        most.ifPresentOrElse(n -> json.put(LIMIT, n), () -> json.putNull(LIMIT));
        return json.put("usual", MOST);
    }
}
