package io.hookline.server.hook.http;

import io.hookline.server.event.log.EventLog;
import io.hookline.server.hook.lifecycle.Hooks;
import io.hookline.server.http.Route;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All routes of event hooks and their filters. */
public final class HookRoutes {
    private HookRoutes() {}

    public static List<Route> of(
            EventHookApi hookApi, Hooks hooks, EventLog log, InstantSource clock) {
        return Stream.of(
                        hookApi.routes(),
                        new SigningApi(hooks, clock).routes(),
                        new FilterApi(log).routes(),
                        new SimpleFilterApi().routes())
                .flatMap(List::stream)
                .toList();
    }
}
