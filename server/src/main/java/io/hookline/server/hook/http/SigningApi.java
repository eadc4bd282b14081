package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.hookline.flow.card.Secret;
import io.hookline.server.access.Access;
import io.hookline.server.access.Caller;
import io.hookline.server.access.Permission;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Bodies;
import io.hookline.server.http.Problem;
import io.hookline.server.json.Json;

import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** Signatures of a hook's deliveries: secrets go in and never come out. */
public final class SigningApi implements HttpService {
    private static final String SIGNING = "/api/hookline/v1/eventHooks/{id}/signing";
    private static final int MAX_BODY = 10_000;

    private final Hooks hooks;
    private final InstantSource clock;

    public SigningApi(Hooks hooks, InstantSource clock) {
        this.hooks = hooks;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get(SIGNING, this::get)
                .put(SIGNING, this::put)
                .delete(
                        SIGNING,
                        (request, response) -> change(request, response, s -> Signing.NONE))
                .delete(
                        SIGNING + "/previous",
                        (request, response) -> change(request, response, Signing::settled));
    }

    private void get(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.READ_HOOKS);
        Bodies.send(response, 200, json(hooks.signing(id(request))));
    }

    private void put(ServerRequest request, ServerResponse response) {
        Access.require(request, Permission.MANAGE_HOOKS);
        JsonNode secret = Bodies.object(request, MAX_BODY).path("secret");
        if (!secret.isTextual()) {
            throw Problem.badRequest("secret is required: whsec_ and Base64.");
        }
        Signing.obstacle(secret.textValue())
                .ifPresent(why -> {
                    throw Problem.badRequest("secret " + why + ".");
                });
        change(
                request,
                response,
                signing -> signing.rotated(new Secret(secret.textValue()), clock.instant()));
    }

    private void change(
            ServerRequest request, ServerResponse response, UnaryOperator<Signing> change) {
        Caller caller = Access.require(request, Permission.MANAGE_HOOKS);
        Bodies.send(response, 200, json(hooks.sign(caller, id(request), change)));
    }

    private static ObjectNode json(Signing signing) {
        ObjectNode json = Json.object().put("enabled", signing.isOn());
        ArrayNode keys = json.putArray("secrets");
        signing.keys().forEach(key -> keys.addObject().put("since", HookJson.time(key.since())));
        return json;
    }

    private static String id(ServerRequest request) {
        return request.path().pathParameters().get("id");
    }
}
