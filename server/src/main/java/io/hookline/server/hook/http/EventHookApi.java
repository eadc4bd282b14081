package io.hookline.server.hook.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.hookline.server.access.Permission;
import io.hookline.server.event.catalog.EventCatalog;
import io.hookline.server.hook.definition.EventHook;
import io.hookline.server.hook.definition.HookRequest;
import io.hookline.server.hook.health.HookCheckup;
import io.hookline.server.hook.health.HookCheckup.Examined;
import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.hook.lifecycle.HookListener.Start;
import io.hookline.server.hook.lifecycle.HookSettings;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Request;
import io.hookline.server.http.Response;
import io.hookline.server.http.Route;
import io.hookline.server.json.Json;
import io.hookline.server.refusal.Refusal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code /api/v1/eventHooks}: event hooks as the original's clients know them. */
public final class EventHookApi {
    private static final String ALL = "/api/v1/eventHooks";
    private static final String ONE = ALL + "/{id}";
    private static final int MAX_BODY = 4 * 1024 * 1024;

    private final Hooks hooks;
    private final HookCheckup checkup;
    private final HookReader reader;
    private final HookJson json;

    public EventHookApi(
            Hooks hooks, HookCheckup checkup, EventCatalog catalog, HookContext context) {
        HookSettings settings = context.settings();
        this.hooks = hooks;
        this.checkup = checkup;
        this.reader = new HookReader(catalog, context.own(), settings.development());
        this.json = new HookJson(settings.baseUrl(), settings.policy());
    }

    public List<Route> routes() {
        return List.of(
                Route.get(ALL, Permission.READ_HOOKS, this::list),
                Route.post(ALL, Permission.MANAGE_HOOKS, this::create),
                Route.get(ONE, Permission.READ_HOOKS, this::get),
                Route.put(ONE, Permission.MANAGE_HOOKS, this::replace),
                Route.delete(ONE, Permission.MANAGE_HOOKS, this::delete),
                Route.post(ONE + "/lifecycle/activate", Permission.MANAGE_HOOKS, this::activate),
                Route.post(
                        ONE + "/lifecycle/deactivate", Permission.MANAGE_HOOKS, this::deactivate),
                Route.post(ONE + "/lifecycle/verify", Permission.MANAGE_HOOKS, this::verify));
    }

    private Response list(Request request) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        checkup.all().forEach(hook -> list.add(write(request, hook)));
        return Response.json(list);
    }

    private Response create(Request request) {
        return answer(request, hooks.create(request.caller(), body(request)));
    }

    private Response get(Request request) {
        return answer(request, hooks.get(request.path("id")));
    }

    private Response replace(Request request) {
        hooks.get(request.path("id"));
        return answer(request, hooks.replace(request.caller(), request.path("id"), body(request)));
    }

    private Response delete(Request request) {
        hooks.delete(request.caller(), request.path("id"));
        return Response.empty();
    }

    private Response activate(Request request) {
        Start start =
                request.query()
                        .choice(
                                "from",
                                Arrays.asList(Start.values()),
                                each -> each.name().toLowerCase(Locale.ROOT))
                        .orElse(Start.END);
        return answer(request, hooks.activate(request.caller(), request.path("id"), start));
    }

    private Response deactivate(Request request) {
        return answer(request, hooks.deactivate(request.caller(), request.path("id")));
    }

    private Response verify(Request request) {
        return answer(request, hooks.verify(request.caller(), request.path("id")));
    }

    private Response answer(Request request, EventHook hook) {
        return Response.json(write(request, new Examined(hook, checkup.of(hook))));
    }

    private ObjectNode write(Request request, Examined hook) {
        return json.write(hook, request.caller().permissions().contains(Permission.MANAGE_HOOKS));
    }

    private HookRequest body(Request request) {
        if (request.json(MAX_BODY) instanceof ObjectNode object) {
            return reader.read(object);
        }
        throw new Refusal.Invalid("eventHook", "The body must be a JSON object");
    }
}
