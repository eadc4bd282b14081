package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.lifecycle.HookFollower.Start;
import io.hookline.server.hook.lifecycle.HookSettings;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.OktaError;
import io.hookline.server.json.Json;

import java.util.List;
import java.util.Optional;

/** {@code /api/v1/eventHooks}: event hooks as the original's clients know them. */
public final class EventHookApi implements HttpService {
    private static final String ALL = "/api/v1/eventHooks";
    private static final String ONE = ALL + "/{id}";
    private static final int MAX_BODY = 4 * 1024 * 1024;

    private final Hooks hooks;
    private final HookJson json;

    public EventHookApi(Hooks hooks, HookSettings settings) {
        this.hooks = hooks;
        this.json = new HookJson(settings.baseUrl(), settings.policy());
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(ALL, this::list)
                .post(ALL, this::create)
                .get(ONE, this::get)
                .put(ONE, this::replace)
                .delete(ONE, this::delete)
                .post(ONE + "/lifecycle/activate", this::activate)
                .post(ONE + "/lifecycle/deactivate", this::deactivate)
                .post(ONE + "/lifecycle/verify", this::verify);
    }

    /** All hooks as a reader sees them, without tokens. */
    public List<ObjectNode> shown() {
        return hooks.list().stream()
                .map(hook -> json.write(hook, hooks.obstacle(hook), false))
                .toList();
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.READ_HOOKS);
        ArrayNode list = Json.MAPPER.createArrayNode();
        hooks.list().forEach(hook -> list.add(write(hook, caller)));
        Bodies.send(response, 200, list);
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        answer(response, hooks.create(caller, body(request)), caller);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.READ_HOOKS);
        answer(response, hooks.get(id(request)), caller);
    }

    private void replace(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        answer(response, hooks.replace(caller, id(request), body(request)), caller);
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        hooks.delete(caller, id(request));
        Bodies.sendEmpty(response);
    }

    private void activate(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        answer(response, hooks.activate(caller, id(request), start(request)), caller);
    }

    private void deactivate(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        answer(response, hooks.deactivate(caller, id(request)), caller);
    }

    private void verify(ServerRequest request, ServerResponse response) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        answer(response, hooks.verify(caller, id(request)), caller);
    }

    private void answer(ServerResponse response, EventHook hook, Caller caller) {
        Bodies.send(response, 200, write(hook, caller));
    }

    private ObjectNode write(EventHook hook, Caller caller) {
        return json.write(
                hook, hooks.obstacle(hook), caller.permissions().contains(Permission.MANAGE_HOOKS));
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }

    private static Start start(ServerRequest request) {
        Optional<String> from = request.query().first("from").asOptional();
        return switch (from.orElse("end")) {
            case "end" -> Start.END;
            case "last" -> Start.LAST;
            default -> throw OktaError.invalid("from", "from: Expected end or last");
        };
    }

    private static ObjectNode body(ServerRequest request) {
        if (Bodies.json(request, MAX_BODY) instanceof ObjectNode object) {
            return object;
        }
        throw OktaError.invalid("eventHook", "eventHook: The body must be a JSON object");
    }
}
