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
import io.hookline.server.event.audit.AuditEvent;
import io.hookline.server.event.log.EventLog;
import io.hookline.server.execution.Executions;
import io.hookline.server.execution.history.Clearing;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code POST /api/hookline/v1/executions/clear}: takes executions out of the history before their
 * time, those of a flow or those that hold values of a person.
 */
public final class ClearingApi implements HttpService {
    private static final int MAX_BODY = 4_096;
    private static final int SHORTEST = 3;

    private final Executions executions;
    private final EventLog log;
    private final Clearing clearing;

    /**
     * @param log is told who cleared what
     */
    public ClearingApi(Executions executions, EventLog log) {
        this.executions = executions;
        this.log = log;
        this.clearing = new Clearing(executions);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post(ExecutionJson.PATH + "/clear", this::clear);
    }

    private void clear(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_FLOWS);
        ObjectNode body = Bodies.object(request, MAX_BODY);
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!Set.of("flow", "person", "before").contains(field.getKey())) {
                throw Problem.badRequest(
                        "The field '"
                                + field.getKey()
                                + "' is not known here; known are flow, person and before.");
            }
        }
        Optional<String> flow = text(body, "flow");
        Optional<String> person = text(body, "person");
        if (flow.isEmpty() && person.isEmpty()) {
            throw Problem.badRequest(
                    "Say what to clear: flow, the id of a flow, or person, a text such as a login"
                            + " that occurs in what is to go; or both.");
        }
        if (person.filter(text -> text.length() < SHORTEST).isPresent()) {
            throw Problem.badRequest(
                    "person must have at least "
                            + SHORTEST
                            + " characters; a shorter text would occur in too much.");
        }
        Clearing.Done done = clearing.clear(flow, person, before(body));
        tell(caller, flow, person, done);
        ObjectNode json = Json.object().put("cleared", done.cleared());
        done.before()
                .ifPresentOrElse(
                        before -> json.put("before", Long.toString(before)),
                        () -> json.putNull("before"));
        Bodies.send(response, 200, json);
    }

    private static Optional<String> text(ObjectNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw Problem.badRequest(name + " must be a text that is not empty.");
        }
        return Optional.of(value.textValue());
    }

    private static Optional<Long> before(ObjectNode body) {
        return text(body, "before")
                .map(text -> {
                    try {
                        return Long.parseLong(text);
                    } catch (NumberFormatException e) {
                        throw Problem.badRequest(
                                "before must be what the answer to the request before said.");
                    }
                });
    }

    /** The person is not named: this event stays when everything about them is gone. */
    private void tell(
            Caller caller, Optional<String> flow, Optional<String> person, Clearing.Done done) {
        AuditEvent act =
                AuditEvent.of("hookline.execution.history_cleared", "Clear execution history")
                        .by(caller)
                        .debug("by", person.isPresent() ? "person" : "flow")
                        .debug("count", Integer.toString(done.cleared()));
        AuditEvent event =
                flow.map(id -> act.target("Flow", id, executions.nameOf(id))).orElse(act);
        executions
                .facilities()
                .database()
                .write(transaction ->
                        log.append(
                                transaction,
                                AuditEvent.SOURCE,
                                List.of(event.json(executions.facilities().clock().instant()))));
    }
}
