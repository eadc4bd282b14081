package io.hookline.server.hook.http;

import io.hookline.server.hook.lifecycle.HookContext;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Route;

import java.util.List;
import java.util.stream.Stream;

/** All routes of event hooks and their filters. */
public final class HookRoutes {
    private HookRoutes() {}

    public static List<Route> of(EventHookApi hookApi, Hooks hooks, HookContext context) {
        return Stream.of(
                        hookApi.routes(),
                        new SigningApi(hooks, context.clock()).routes(),
                        new FilterApi(context.log()).routes(),
                        new SimpleFilterApi().routes())
                .flatMap(List::stream)
                .toList();
    }
}
