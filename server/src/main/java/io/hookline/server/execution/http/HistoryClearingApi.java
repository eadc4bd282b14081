package io.hookline.server.execution.http;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.execution.history.HistoryClearing;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.util.List;
import java.util.Optional;

/**
 * {@code POST /api/hookline/v1/executions/clear}: takes executions out of the history before their
 * time, those of a flow or those that hold values of a person.
 */
final class HistoryClearingApi {
    private static final int MAX_TEXT = 4_096;
    private static final int SHORTEST = 3;

    private final HistoryClearing clearing;

    HistoryClearingApi(HistoryClearing clearing) {
        this.clearing = clearing;
    }

    List<Route> routes() {
        return List.of(
                Route.post(ExecutionJson.PATH + "/clear", Permission.MANAGE_FLOWS, this::clear));
    }

    private Response clear(Request request) {
        Body body = request.object();
        body.allowOnly("flow", "person", "before");
        Optional<String> flow = text(body, "flow");
        Optional<String> person = text(body, "person");
        if (flow.isEmpty() && person.isEmpty()) {
            throw new Refusal.Invalid(
                    "Say what to clear: flow, the id of a flow, or person, a text such as a login"
                            + " that occurs in what is to go; or both.");
        }
        if (person.filter(text -> text.length() < SHORTEST).isPresent()) {
            body.fault(
                    "person",
                    "must have at least "
                            + SHORTEST
                            + " characters; a shorter text would occur in too much.");
        }
        HistoryClearing.Done done = clearing.clear(request.caller(), flow, person, before(body));
        ObjectNode json = Json.object().put("cleared", done.cleared());
        json.put("before", done.before().map(before -> Long.toString(before)).orElse(null));
        return Response.json(json);
    }

    private static Optional<String> text(Body body, String name) {
        Optional<String> text = body.text(name, MAX_TEXT);
        if (text.filter(String::isBlank).isPresent()) {
            body.unexpected(name, "expected a text that is not empty");
        }
        return text;
    }

    private static Optional<Long> before(Body body) {
        return text(body, "before")
                .map(text -> {
                    try {
                        return Long.parseLong(text);
                    } catch (NumberFormatException e) {
                        throw body.invalid(
                                "before", "must be what the answer to the request before said.");
                    }
                });
    }
}
