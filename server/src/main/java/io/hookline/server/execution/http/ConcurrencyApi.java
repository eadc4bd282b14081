package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Permission;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.queue.ExecutionQueue;
import io.hookline.server.execution.queue.FlowConcurrency;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;

import java.util.OptionalInt;

/** {@code /api/hookline/v1/flows/{id}/concurrency}: how many executions of a flow run at a time. */
public final class ConcurrencyApi implements HttpService {
    private static final String PATH = "/api/hookline/v1/flows/{id}/concurrency";
    private static final int MAX_BODY = 4_096;
    private static final int MOST = ExecutionQueue.Limits.USUAL.runningPerFlow();

    private final Executions executions;

    public ConcurrencyApi(Executions executions) {
        this.executions = executions;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(PATH, this::get).put(PATH, this::put);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_FLOWS);
        String flow = flow(request);
        Bodies.send(
                response,
                200,
                json(executions.facilities().database().read(t -> FlowConcurrency.of(t, flow))));
    }

    private void put(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_FLOWS);
        String flow = flow(request);
        OptionalInt most = most(Bodies.object(request, MAX_BODY).path("mostAtOnce"));
        executions
                .facilities()
                .database()
                .write(transaction -> {
                    executions.limit(transaction, flow, most);
                    return most;
                });
        Bodies.send(response, 200, json(most));
    }

    private String flow(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        return executions
                .facilities()
                .flows()
                .byId(id)
                .orElseThrow(() -> Problem.notFound("flow", id))
                .id();
    }

    private static OptionalInt most(JsonNode sent) {
        if (sent.isNull()) {
            return OptionalInt.empty();
        }
        if (!sent.isIntegralNumber()
                || !sent.canConvertToInt()
                || sent.intValue() < 1
                || sent.intValue() > MOST) {
            throw Problem.badRequest(
                    "mostAtOnce must be a whole number from 1 to "
                            + MOST
                            + ", or null for as many as the server allows.");
        }
        return OptionalInt.of(sent.intValue());
    }

    private static ObjectNode json(OptionalInt most) {
        ObjectNode json = Json.object();
        most.ifPresentOrElse(n -> json.put("mostAtOnce", n), () -> json.putNull("mostAtOnce"));
        return json.put("usual", MOST);
    }
}
