package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.flow.card.Secret;
import io.hookline.server.access.Permission;
import io.hookline.server.hook.definition.Signing;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Body;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.json.Times;

import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** Signatures of a hook's deliveries: secrets go in and never come out. */
public final class SigningApi {
    private static final String SIGNING = "/api/hookline/v1/eventHooks/{id}/signing";

    private final Hooks hooks;
    private final InstantSource clock;

    public SigningApi(Hooks hooks, InstantSource clock) {
        this.hooks = hooks;
        this.clock = clock;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(SIGNING, Permission.READ_HOOKS, this::get),
                Route.put(SIGNING, Permission.MANAGE_HOOKS, this::put),
                Route.delete(
                        SIGNING,
                        Permission.MANAGE_HOOKS,
                        request -> change(request, signing -> Signing.NONE)),
                Route.delete(
                        SIGNING + "/previous",
                        Permission.MANAGE_HOOKS,
                        request -> change(request, Signing::settled)));
    }

    private Response get(Request request) {
        return Response.json(json(hooks.get(request.path("id")).signing()));
    }

    private Response put(Request request) {
        Body body = request.object();
        Secret secret =
                body.secret("secret", Signing::isSecret, Signing.EXPECTED)
                        .orElseThrow(() -> body.invalid("secret", Signing.EXPECTED + "."));
        return change(request, signing -> signing.rotated(secret, clock.instant()));
    }

    private Response change(Request request, UnaryOperator<Signing> change) {
        return Response.json(json(hooks.sign(request.caller(), request.path("id"), change)));
    }

    private static ObjectNode json(Signing signing) {
        ObjectNode json = Json.object().put("enabled", signing.isOn());
        ArrayNode keys = json.putArray("secrets");
        signing.keys().forEach(key -> keys.addObject().put("since", Times.seconds(key.since())));
        return json;
    }
}
